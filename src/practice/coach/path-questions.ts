/** What the coach asks before the wizard recommends a path: which one, and why. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import { makePlan } from "../../core/plan/make-plan.ts";
import { pathOptions, recommendedPath } from "../../core/plan/options.ts";
import type { PathName, RepairPath } from "../../core/plan/types.ts";
import { isVersionTable } from "../../core/snapshot.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import { alembic, headOf, type Question, sql, type Trial, type WhyAnswer } from "./question.ts";

/** States in which the missing revisions might be taken for passed over. */
const LIKE_A_HOLE: readonly Verdict[] = ["stamp_ahead", "stamp_behind", "hole"];

/** Only what can be told to be wrong is offered beside the right one. */
export function pathQuestion(seen: Diagnosed): Question {
  const right = recommendedPath(seen);
  const { verdict } = seen.diagnosis;
  const isOffered: Record<PathName, boolean> = {
    // Where neither stamp nor anything else is there, that is what 3a does.
    upgrade: verdict !== "empty" || !seen.diagnosis.evidence.exact,
    fresh: true,
    adopt: isWrongToAdopt(seen),
    replay: LIKE_A_HOLE.includes(verdict),
    reset: hasRowsToLose(seen),
    none: right === "fresh" || right === "upgrade",
    ask: right === "fresh" || !LIKE_A_HOLE.includes(verdict),
  };
  const all: readonly PathName[] = ["upgrade", "fresh", "adopt", "replay", "reset", "none", "ask"];
  return {
    name: "path",
    options: all
      .filter((id) => id === right || isOffered[id])
      .map((id) => ({
        id,
        isRight: id === right,
        trial: id === right ? [] : trialOf(id, seen),
      })),
  };
}

/** Why that path: of the reasons that speak for one, only one is so here. */
export function whyQuestion(seen: Diagnosed): Question {
  const right = recommendedPath(seen) as WhyAnswer;
  const others = (["fresh", "adopt", "upgrade", "replay"] as const).filter(
    (id) => id !== right && !(id === "replay" && seen.diagnosis.verdict === "hole"),
  );
  const at = right.length % 3;
  const all = [...others.slice(0, at), right, ...others.slice(at, 2)];
  return { name: "why", options: all.map((id) => ({ id, isRight: id === right, trial: [] })) };
}

/** Not where it would stamp what is stamped already, nor where a person may choose what to stamp. */
function isWrongToAdopt(seen: Diagnosed): boolean {
  const { verdict } = seen.diagnosis;
  if (verdict === "pending" || verdict === "several_version_tables") return false;
  return !isPossible("adopt", seen);
}

/** Otherwise dropping everything costs nothing. */
function hasRowsToLose({ snapshot, diagnosis }: Diagnosed): boolean {
  return snapshot.tables.some(
    (table) =>
      table.hasRows !== false &&
      !isVersionTable(snapshot, table) &&
      !diagnosis.unmanaged.includes(table.identity),
  );
}

function isPossible(path: RepairPath, seen: Diagnosed): boolean {
  return pathOptions(seen).some((each) => each.path === path && each.refusal === null);
}

/** The steps of the plan itself where there is one; otherwise what somebody would type. */
function trialOf(path: PathName, seen: Diagnosed): readonly Trial[] {
  const upgrade = alembic("upgrade", headOf(seen.graph));
  switch (path) {
    case "upgrade":
      return [upgrade];
    case "fresh":
      return [alembic("stamp", "--purge", "base"), upgrade];
    case "adopt":
      return [alembic("stamp", "--purge", lastUnbroken(seen)), upgrade];
    case "reset":
      return isPossible(path, seen) ? stepsOf(path, seen) : [sql(...DROP_ALL), upgrade];
    default:
      // Whoever leaves it alone or asks runs nothing; what was not passed over cannot be run alone.
      return [];
  }
}

/** The last revision before the first that is not there as a whole: what one would stamp by hand. */
function lastUnbroken({ graph, diagnosis }: Diagnosed): string {
  const { revisions } = diagnosis;
  const broken = revisions.findIndex(
    ({ verdict }) => verdict === "absent" || verdict === "partial",
  );
  return revisions[broken - 1]?.id ?? graph.bases[0] ?? "base";
}

/** As somebody does it who has no time. */
const DROP_ALL = ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"];

function stepsOf(path: RepairPath, seen: Diagnosed): Trial[] {
  return makePlan(seen, { path }).steps.flatMap(({ action }): Trial[] =>
    action.kind === "verify" ? [] : [action],
  );
}
