/** What the coach asks before the wizard shows it. Which answer is right follows from the evidence. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import { makePlan } from "../../core/plan/make-plan.ts";
import { pathOptions, recommendedPath } from "../../core/plan/options.ts";
import type { PathName, RepairPath } from "../../core/plan/types.ts";
import { isVersionTable } from "../../core/snapshot.ts";
import type { Diagnosed } from "../../session/stages.ts";

/** What a wrong answer would do: it is done in the sandbox, and taken back. */
export type Trial =
  | { readonly kind: "alembic"; readonly args: readonly string[] }
  | { readonly kind: "sql"; readonly statements: readonly string[] };

interface Option<Id extends string> {
  readonly id: Id;
  readonly isRight: boolean;
  /** Nothing to be tried where that would show nothing. */
  readonly trial: readonly Trial[];
}

interface Asked<Name extends string, Id extends string> {
  readonly name: Name;
  readonly options: readonly Option<Id>[];
}

export type CommandAnswer = "current" | "heads" | "history" | "stamp";
export type EmptyAnswer = "empty" | "stamp_only" | "filled";

export type Question =
  | Asked<"command", CommandAnswer>
  | Asked<"empty", EmptyAnswer>
  | Asked<"verdict", Verdict>
  | Asked<"path", PathName>
  | Asked<"why", PathName>;

export type QuestionName = Question["name"];

const alembic = (...args: string[]): Trial => ({ kind: "alembic", args });

/** Which command shows the stamp. Nothing has to be known for that. */
export function commandQuestion(): Question {
  const wrong = (id: CommandAnswer, ...trial: Trial[]) => ({ id, isRight: false, trial });
  return {
    name: "command",
    options: [
      wrong("heads", alembic("heads")),
      { id: "current", isRight: true, trial: [] },
      wrong("stamp", alembic("stamp", "head"), alembic("current")),
      wrong("history", alembic("history")),
    ],
  };
}

/** Whether the database is empty: by its tables, not by its stamp. */
export function emptyQuestion(seen: Diagnosed): Question {
  const { snapshot } = seen;
  const tables = snapshot.tables.filter((table) => !isVersionTable(snapshot, table));
  const right: EmptyAnswer =
    tables.length > 0 ? "filled" : snapshot.versionTables.length > 0 ? "stamp_only" : "empty";
  const asIfEmpty = [alembic("stamp", "--purge", "base"), alembic("upgrade", headOf(seen))];
  const asIfFilled = [
    alembic("stamp", "--purge", seen.graph.bases[0] ?? "base"),
    alembic("upgrade", headOf(seen)),
  ];
  const option = (id: EmptyAnswer) => {
    const isRight = id === right;
    const isWorth = (right === "filled") !== (id === "filled");
    const trial = isRight || !isWorth ? [] : id === "filled" ? asIfFilled : asIfEmpty;
    return { id, isRight, trial };
  };
  return { name: "empty", options: [option("empty"), option("stamp_only"), option("filled")] };
}

const VERDICTS: readonly Verdict[] = [
  "stamp_ahead",
  "stamp_behind",
  "healthy",
  "hole",
  "empty_stamped",
  "drift",
];

/** What is wrong, of four. */
export function verdictQuestion({ diagnosis }: Diagnosed): Question {
  const others = VERDICTS.filter((verdict) => verdict !== diagnosis.verdict).slice(0, 3);
  // Where the right one stands must not give it away.
  const at = diagnosis.verdict.length % 4;
  const all = [...others.slice(0, at), diagnosis.verdict, ...others.slice(at)];
  return {
    name: "verdict",
    options: all.map((id) => ({ id, isRight: id === diagnosis.verdict, trial: [] })),
  };
}

const PATHS: readonly PathName[] = ["upgrade", "fresh", "adopt", "reset", "ask"];

export function pathQuestion(seen: Diagnosed): Question {
  const right = recommendedPath(seen);
  const isShort = right !== "replay";
  const paths = isShort ? PATHS : PATHS.map((path) => (path === "ask" ? "replay" : path));
  return {
    name: "path",
    options: paths.map((id) => ({
      id,
      isRight: id === right,
      trial: id === right ? [] : trialOf(id, seen),
    })),
  };
}

/** Why that path: of the reasons that speak for one, only one is so here. */
export function whyQuestion(seen: Diagnosed): Question {
  const right = recommendedPath(seen);
  const others = (["fresh", "adopt", "upgrade", "replay"] as const).filter((id) => id !== right);
  const at = right.length % 3;
  const all = [...others.slice(0, at), right, ...others.slice(at, 2)];
  return { name: "why", options: all.map((id) => ({ id, isRight: id === right, trial: [] })) };
}

/** The steps of the plan itself where there is one; otherwise what somebody would type. */
function trialOf(path: PathName, seen: Diagnosed): readonly Trial[] {
  const upgrade = alembic("upgrade", headOf(seen));
  if (path === "none" || path === "ask") return [upgrade];
  const isPossible = pathOptions(seen).some((each) => each.path === path && each.refusal === null);
  if (isPossible && path === "reset") return stepsOf(path, seen);
  const first = seen.graph.bases[0] ?? "base";
  const typed: Record<RepairPath, readonly Trial[]> = {
    upgrade: [upgrade],
    fresh: [alembic("stamp", "--purge", "base"), upgrade],
    adopt: [alembic("stamp", "--purge", first), upgrade],
    replay: [upgrade],
    reset: [{ kind: "sql", statements: DROP_ALL }, upgrade],
  };
  return typed[path];
}

/** As somebody does it who has no time. */
const DROP_ALL = ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"];

function stepsOf(path: RepairPath, seen: Diagnosed): Trial[] {
  return makePlan(seen, { path }).steps.flatMap(({ action }): Trial[] =>
    action.kind === "verify" ? [] : [action],
  );
}

function headOf({ graph }: Diagnosed): string {
  return graph.heads.length > 1 ? "heads" : "head";
}
