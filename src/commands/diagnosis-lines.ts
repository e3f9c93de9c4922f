/** A diagnosis in words, part by part. */
import type { Diagnosis } from "../core/diagnosis/types.ts";
import type { Difference } from "../core/facts.ts";
import { provenHeads, recommendedPath } from "../core/plan/options.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import type { Text } from "../text/index.ts";

interface DiagnosisParts {
  /** What is so, and what that means. */
  readonly sentences: string;
  /** What the stamp says, and what the schema proves. */
  readonly state: readonly string[];
  /** A line each. */
  readonly revisions: readonly string[];
  readonly drift: readonly string[];
  readonly findings: readonly string[];
  readonly schemas: readonly string[];
  readonly advice: string;
}

export function diagnosisParts(seen: Diagnosed, text: Text): DiagnosisParts {
  const { diagnosis } = seen;
  const words = text.cli.diagnose;
  const [what, means] = text.diagnosis.sentences[diagnosis.verdict](diagnosis);
  const path = recommendedPath(seen);
  const advice =
    path === "none" ? words.nothing : path === "ask" ? words.person : text.plan.paths[path].name;
  const isExplained = diagnosis.evidence.candidates.length > 0 && diagnosis.drift.length === 0;
  return {
    sentences: `${what} ${means}`,
    state: [
      `${words.stamp}${stampText(diagnosis, words)}`,
      `${words.schema}${schemaText(seen, words)}`,
    ],
    revisions: diagnosis.revisions.map(
      ({ id, message, verdict }) =>
        `  ${text.diagnosis.marks[verdict].padEnd(10)}${id}  ${message}`,
    ),
    drift: isExplained ? [] : diagnosis.drift.flatMap((each) => differenceLines(each, text)),
    findings: diagnosis.findings.map((finding) => text.diagnosis.finding(finding)),
    schemas: schemaLines(diagnosis, text),
    advice: `${words.recommended}${advice}`,
  };
}

/** What has been changed is mended by whoever sees both: as it should be, and as it is. */
function differenceLines(
  { key, change, expected, actual }: Difference,
  { diagnosis: words }: Text,
): string[] {
  const line = `  ${words.difference[change](key)}`;
  if (change !== "changed") return [line];
  return [line, `    ${words.expected(expected ?? "")}`, `    ${words.actual(actual ?? "")}`];
}

/** @returns the diagnosis in a line */
export function headline(seen: Diagnosed, text: Text): string {
  const { sentences } = diagnosisParts(seen, text);
  return `${text.diagnosis.titles[seen.diagnosis.verdict]}. ${sentences}`;
}

/** @returns all of it, as diagnose prints it */
export function diagnosisLines(seen: Diagnosed, text: Text): string[] {
  const parts = diagnosisParts(seen, text);
  const { state, revisions, drift, findings, schemas, advice } = parts;
  const next = recommendedPath(seen) === "none" ? [] : [text.cli.diagnose.next];
  const what = [headline(seen, text), ...state, ...revisions, ...drift, ...findings, ...schemas];
  return [...what, advice, ...next];
}

function stampText({ stamp, verdict }: Diagnosis, words: Text["cli"]["diagnose"]): string {
  if (verdict === "several_version_tables") return words.severalTables;
  return stamp === null ? words.noTable : stamp.join(", ") || words.none;
}

function schemaLines({ schemas }: Diagnosis, { diagnosis: words }: Text): string[] {
  if (schemas.length === 0) return [];
  return [
    words.schemas.title,
    ...schemas.map(
      (each) => `  ${words.schemas.row(each.schema, each.stamp, words.titles[each.verdict])}`,
    ),
    words.schemas.next,
  ];
}

function schemaText({ diagnosis }: Diagnosed, words: Text["cli"]["diagnose"]): string {
  const proven = provenHeads(diagnosis);
  if (proven) return proven.join(", ") || words.none;
  const { length } = diagnosis.evidence.candidates;
  return length > 1 ? words.fits(length) : words.notProven;
}
