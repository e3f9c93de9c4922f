/** Compares an answer with the truth. */
import { differences, type Schema } from "./catalog.ts";
import type { Answer } from "./restamp.ts";
import type { State, States } from "./states.ts";
import type { Judged } from "./tally.ts";

type Heads = readonly string[];

export const sameHeads = (one: Heads, other: Heads): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

export const stateWith = ({ all }: States, heads: Heads): State | undefined =>
  all.find((state) => sameHeads(state.heads, heads));

/** The chain's states that nobody could tell from this schema. */
export const statesLike = ({ all }: States, schema: Schema): State[] =>
  all.filter((state) => differences(state.schema, schema).length === 0);

export const said = ({ verdict, evidence, recommended }: Answer): string =>
  `${verdict}, heads [${evidence.heads}]${evidence.exact ? " exactly" : ""}, ` +
  `${evidence.candidates.length} candidates ${list(evidence.candidates)}, recommends ${recommended.path}` +
  (recommended.stamp.length > 0 ? ` from [${recommended.stamp}]` : "");

const list = (candidates: readonly Heads[]) =>
  candidates.length > 6 ? "…" : candidates.map((heads) => `[${heads}]`).join(" ");

/** For a database whose schema is that of a state, whatever its stamp. */
export function judgeProof(answer: Answer, truth: State, states: States): Judged {
  const { evidence, verdict, recommended } = answer;
  const wrong = (why: string): Judged => ({ outcome: "wrong", said: `${why}: ${said(answer)}` });
  const isLikeTruth = (heads: Heads) => {
    const state = stateWith(states, heads);
    return state !== undefined && differences(state.schema, truth.schema).length === 0;
  };
  const names = evidence.candidates.some((heads) => sameHeads(heads, truth.heads));
  if (evidence.candidates.length > 0 && !names) return wrong("the truth is not among them");
  if ((verdict === "healthy" || verdict === "pending") && !isLikeTruth(answer.stamp ?? [])) {
    return wrong("believes the stamp");
  }
  if (recommended.path === "adopt" && !isLikeTruth(recommended.stamp)) {
    return wrong("would stamp something else");
  }
  if (recommended.path === "fresh" && truth.schema.size > emptySize(states)) {
    return wrong("calls it empty");
  }
  if (!names) return { outcome: "asks", said: said(answer) };
  const other = evidence.candidates.find(
    (heads) => stateWith(states, heads) && !isLikeTruth(heads),
  );
  if (other) {
    const unlike = differences(stateWith(states, other)?.schema ?? new Map(), truth.schema);
    return { outcome: "blind", said: `[${other}] differs in ${unlike.slice(0, 3).join(", ")}` };
  }
  const isNamed = sameHeads(evidence.heads, truth.heads);
  return { outcome: isNamed ? "right" : "among", said: isNamed ? "" : said(answer) };
}

const emptySize = ({ all }: States) => all.find((state) => state.last === null)?.schema.size ?? 0;

/**
 * @param whole the schema that these revisions make together
 * @returns the revisions of which it shows something: they were the last to write it
 */
function showing(states: States, run: ReadonlySet<string>, whole: Schema | null): Set<string> {
  const writer = new Map<string, string>();
  for (const { before, last, schema } of states.all) {
    if (before === null || last === null || !run.has(last)) continue;
    for (const name of differences(before.schema, schema)) {
      const isThere = !whole || whole.get(name)?.value === schema.get(name)?.value;
      if (isThere) writer.set(name, last);
    }
  }
  return new Set(writer.values());
}

/**
 * For a database in which these revisions have run, and no state equals it.
 * @param half revisions of which only a part is there
 * @param whole the schema before the damage
 */
export function judgeRevisions(
  answer: Answer,
  run: ReadonlySet<string>,
  half: ReadonlySet<string>,
  states: States,
  whole: Schema,
): Judged {
  if (answer.verdict === "healthy" || answer.verdict === "pending") {
    return { outcome: "wrong", said: `calls it whole: ${said(answer)}` };
  }
  if (answer.evidence.exact) {
    return { outcome: "wrong", said: `claims a proof: ${said(answer)}` };
  }
  const shows = showing(states, run, whole);
  const traced = showing(states, new Set(answer.revisions.map(({ id }) => id)), null);
  const false_: string[] = [];
  const vague: string[] = [];
  for (const { id, verdict } of answer.revisions) {
    if (half.has(id)) {
      if (verdict !== "partial") vague.push(`${id} is partial, not ${verdict}`);
    } else if (run.has(id)) {
      if (verdict === "absent" && shows.has(id)) false_.push(`${id} has run, but "absent"`);
      if (verdict === "partial" && shows.has(id)) vague.push(`${id} has run, but "partial"`);
    } else {
      if (verdict === "applied" && traced.has(id)) false_.push(`${id} has not run, but "applied"`);
      if (verdict === "partial") vague.push(`${id} has not run, but "partial"`);
    }
  }
  if (false_.length > 0) return { outcome: "wrong", said: `${false_.join("; ")}: ${said(answer)}` };
  if (vague.length > 0)
    return { outcome: "asks", said: `${vague.slice(0, 4).join("; ")}: ${said(answer)}` };
  return { outcome: "right", said: "" };
}
