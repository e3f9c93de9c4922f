/** What the coach's sentences say of a wrong answer, as conditions: each has to be so wherever it is said. */
import type { Diagnosis, Verdict } from "../../src/core/diagnosis/types.ts";
import { recommendedPath, sameHeads } from "../../src/core/plan/options.ts";
import { withAncestors } from "../../src/core/revision-graph.ts";
import { isVersionTable } from "../../src/core/snapshot.ts";
import type { QuestionName } from "../../src/practice/coach/question.ts";
import type { Scenario } from "../../src/practice/scenario.ts";
import type { Screen } from "../../src/session/screens/state.ts";
import type { Diagnosed, Stamped } from "../../src/session/stages/stages.ts";
import type { Tried } from "./lesson-walk.ts";

interface Told {
  readonly scenario: Scenario;
  readonly screen: Screen;
  readonly tried: Tried;
}

type Claim = (told: Told) => boolean;

const lastRan = ({ tried }: Told) => tried.ran.at(-1);
const hasFailed = (told: Told) => lastRan(told)?.failed === true;
const printed = ({ tried }: Told) => tried.ran.flatMap(({ output }) => output).join("\n");
const becomes = ({ tried }: Told) => tried.judged?.verdict ?? null;
const losesNothing = ({ tried }: Told) => tried.judged?.lost.length === 0;
const changesNothing = (told: Told) =>
  becomes(told) === told.scenario.verdict && losesNothing(told);
const runsNothing = ({ tried }: Told) => tried.ran.length === 0;

export function seenOn(screen: Screen): Diagnosed {
  if (screen.name === "chain" || screen.name === "path") return screen.seen;
  throw new Error(`nothing is diagnosed on ${screen.name}`);
}

function stampedOn(screen: Screen): Stamped {
  if (screen.name === "stamp" && screen.phase === "ready") return screen.seen;
  throw new Error(`no stamp has been read on ${screen.name}`);
}

const tablesIn = ({ snapshot }: Diagnosed) =>
  snapshot.tables.filter((table) => !isVersionTable(snapshot, table));

const chainTablesIn = (seen: Diagnosed) =>
  tablesIn(seen).filter(({ identity }) => !seen.diagnosis.unmanaged.includes(identity));

const isFitting = ({ stamp, evidence, drift }: Diagnosis) =>
  drift.length === 0 && evidence.candidates.some((heads) => sameHeads(heads, stamp ?? []));

const hasStamp = ({ stamp }: Diagnosis) => (stamp ?? []).length > 0;

/** The only state that fits, if it lies on that side of the stamp. */
function isProven({ graph, diagnosis }: Diagnosed, side: "before" | "behind"): boolean {
  const { evidence, unknownStamp } = diagnosis;
  const [heads, another] = evidence.candidates;
  if (!hasStamp(diagnosis) || unknownStamp.length > 0 || !heads || heads.length === 0) return false;
  if (another || sameHeads(heads, diagnosis.stamp ?? [])) return false;
  const [inner, outer] =
    side === "before" ? [heads, diagnosis.stamp ?? []] : [diagnosis.stamp ?? [], heads];
  const whole = withAncestors(graph, outer);
  return inner.every((id) => whole.has(id));
}

function isHole({ revisions }: Diagnosis): boolean {
  const absent = revisions.findIndex(({ verdict }) => verdict === "absent");
  return absent >= 0 && revisions.slice(absent).some(({ verdict }) => verdict === "applied");
}

/** "Then …": what would be so. Drift and ambiguity are never offered where they are wrong. */
export const WOULD_BE: Record<
  Exclude<Verdict, "drift" | "ambiguous">,
  (seen: Diagnosed) => boolean
> = {
  healthy: ({ diagnosis }) =>
    diagnosis.versionTables.length === 1 &&
    isFitting(diagnosis) &&
    sameHeads(diagnosis.stamp ?? [], diagnosis.target),
  pending: ({ diagnosis }) =>
    hasStamp(diagnosis) &&
    isFitting(diagnosis) &&
    !sameHeads(diagnosis.stamp ?? [], diagnosis.target),
  empty: (seen) => tablesIn(seen).length === 0 && !hasStamp(seen.diagnosis),
  empty_stamped: (seen) => chainTablesIn(seen).length === 0 && hasStamp(seen.diagnosis),
  stamp_ahead: (seen) => isProven(seen, "before"),
  stamp_behind: (seen) => isProven(seen, "behind"),
  unstamped: (seen) =>
    tablesIn(seen).length > 0 &&
    seen.diagnosis.versionTables.every(({ rows }) => rows.length === 0),
  unknown_stamp: ({ diagnosis }) => diagnosis.unknownStamp.length > 0,
  overlapping: ({ diagnosis }) => diagnosis.overlapping.length > 0,
  hole: ({ diagnosis }) => isHole(diagnosis),
  partial: ({ diagnosis }) => diagnosis.revisions.some(({ verdict }) => verdict === "partial"),
  several_version_tables: ({ diagnosis }) => diagnosis.versionTables.length > 1,
};

/** Of the reasons for a path: what makes each a right one. */
export const REASONS: Record<
  "upgrade" | "fresh" | "adopt" | "replay",
  (seen: Diagnosed) => boolean
> = {
  upgrade: WOULD_BE.pending,
  fresh: (seen) => chainTablesIn(seen).length === 0,
  adopt: ({ diagnosis: { evidence, stamp } }) =>
    evidence.candidates.length === 1 &&
    (evidence.candidates[0] ?? []).length > 0 &&
    !sameHeads(evidence.candidates[0] ?? [], stamp ?? []),
  replay: WOULD_BE.hole,
};

const not =
  (would: (seen: Diagnosed) => boolean): Claim =>
  ({ screen }) =>
    !would(seenOn(screen));

const negated = (all: Readonly<Record<string, (seen: Diagnosed) => boolean>>) =>
  Object.fromEntries(Object.entries(all).map(([id, would]) => [id, not(would)]));

/** Where the scenario has a session that holds a lock, not all can be compared. */
const staysAsItWas = ({ tried, scenario }: Told) =>
  tried.isUnchanged || scenario.breakage.session !== null;

const readsScripts: Claim = (told) =>
  !hasFailed(told) && changesNothing(told) && staysAsItWas(told);

/** Or not even that, where something takes it all back. */
const fromTheFirst = (told: Told) =>
  runsNothing(told) ||
  hasFailed(told) ||
  changesNothing(told) ||
  /Running upgrade {2}-> /.test(printed(told));

export const CLAIMS: Record<QuestionName, Readonly<Record<string, Claim>>> = {
  cause: {
    data: (told) => becomes(told) === told.scenario.verdict && losesNothing(told),
    scripts: readsScripts,
    way: readsScripts,
    elsewhere: hasFailed,
  },
  command: {
    heads: readsScripts,
    history: readsScripts,
    current: (told) => {
      const rows = stampedOn(told.screen).versionSnapshot.versionTables.flatMap(
        (table) => table.rows,
      );
      return hasFailed(told) || rows.some((id) => !printed(told).includes(id));
    },
    stamp: (told) => !/Running upgrade/.test(printed(told)) && losesNothing(told),
  },
  empty: {
    empty: (told) => seenOn(told.screen).snapshot.tables.length > 0 && fromTheFirst(told),
    stamp_only: (told) =>
      (tablesIn(seenOn(told.screen)).length > 0 ||
        seenOn(told.screen).snapshot.versionTables.length === 0) &&
      fromTheFirst(told),
    others: ({ screen }) =>
      tablesIn(seenOn(screen)).length === 0 || chainTablesIn(seenOn(screen)).length > 0,
    filled: (told) =>
      chainTablesIn(seenOn(told.screen)).length === 0 &&
      /UndefinedTable|NoSuchTableError/.test(lastRan(told)?.output.at(-1) ?? ""),
  },
  verdict: negated(WOULD_BE),
  path: {
    none: (told) => runsNothing(told) && seenOn(told.screen).diagnosis.verdict !== "healthy",
    upgrade: (told) => !runsNothing(told) && becomes(told) !== "healthy",
    fresh: (told) => chainTablesIn(seenOn(told.screen)).length > 0 && becomes(told) !== "healthy",
    adopt: (told) => {
      const { candidates } = seenOn(told.screen).diagnosis.evidence;
      const stamped = told.tried.ran[0]?.text.split(" ").at(-1) ?? "";
      return !candidates.some((heads) => heads.includes(stamped)) && becomes(told) !== "healthy";
    },
    replay: (told) => runsNothing(told) && !isHole(seenOn(told.screen).diagnosis),
    reset: (told) => !losesNothing(told) || (told.tried.ran.length === 1 && hasFailed(told)),
    ask: (told) => runsNothing(told) && recommendedPath(seenOn(told.screen)) !== "ask",
  },
  why: negated(REASONS),
};
