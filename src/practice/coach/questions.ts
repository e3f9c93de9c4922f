/** What the coach asks of what is there, before the wizard shows it. Which answer is right follows from the evidence. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import type { ProblemCode } from "../../core/problem.ts";
import { isVersionTable } from "../../core/snapshot.ts";
import { compareStamps } from "../../session/screens/compare-stamps.ts";
import type { Diagnosed, Stamped } from "../../session/stages/stages.ts";
import {
  alembic,
  type CauseAnswer,
  type CommandAnswer,
  type EmptyAnswer,
  headOf,
  type Question,
  sql,
  type Trial,
} from "./question.ts";

/** Where the fault is, for what can stop restamp before it has looked into the database. */
const CAUSES: Partial<Record<ProblemCode, CauseAnswer>> = {
  script_unreadable: "scripts",
  chain_duplicate: "scripts",
  chain_missing_parent: "scripts",
  chain_cycle: "scripts",
  chain_empty: "scripts",
  url_missing: "way",
  url_malformed: "way",
  server_refused: "way",
  server_unreachable: "way",
  host_unknown: "way",
  password_wrong: "way",
  password_missing: "way",
  login_refused: "way",
  database_missing: "way",
  alembic_elsewhere: "elsewhere",
};

/** @returns null for a problem of which the story can tell nothing */
export function causeQuestion(code: ProblemCode): Question | null {
  const right = CAUSES[code];
  if (right === undefined) return null;
  const trials: Record<CauseAnswer, readonly Trial[]> = {
    data: [alembic("stamp", "head")],
    scripts: [alembic("heads")],
    way: [sql("SELECT current_database()")],
    elsewhere: [alembic("current")],
  };
  const option = (id: CauseAnswer) => ({
    id,
    isRight: id === right,
    trial: id === right ? [] : trials[id],
  });
  return {
    name: "cause",
    options: [option("data"), option("scripts"), option("elsewhere"), option("way")],
  };
}

/**
 * Which command shows the stamp.
 * @returns null where none shows it
 */
export function commandQuestion(seen: Stamped): Question | null {
  const { result } = compareStamps(seen);
  if (result === "alembic_failed" || result === "no_table_and_failing") return null;
  // It looks the rows up in the scripts, and says nothing of what it does not find there.
  const isUntold = result === "unknown" || result === "hidden" || result === "differ";
  const right: CommandAnswer = isUntold ? "table" : "current";
  const trials: Record<CommandAnswer, readonly Trial[]> = {
    heads: [alembic("heads")],
    current: [alembic("current")],
    table: [],
    stamp: [alembic("stamp", headOf(seen.workbench.project.graph)), alembic("current")],
    history: [alembic("history")],
  };
  const option = (id: CommandAnswer) => ({
    id,
    isRight: id === right,
    trial: id === right ? [] : trials[id],
  });
  return {
    name: "command",
    // Both would be right where alembic shows all that is in the table.
    options: isUntold
      ? [option("heads"), option("current"), option("stamp"), option("table")]
      : [option("heads"), option("current"), option("stamp"), option("history")],
  };
}

/** Whether the database is empty: by its tables, not by its stamp. */
export function emptyQuestion(seen: Diagnosed): Question {
  const right = emptyAnswer(seen);
  const { bases } = seen.graph;
  const upgrade = alembic("upgrade", headOf(seen.graph));
  const asIfEmpty = [alembic("stamp", "--purge", "base"), upgrade];
  const asIfFilled = [alembic("stamp", "--purge", bases[0] ?? "base"), upgrade];
  const trials: Record<EmptyAnswer, readonly Trial[]> = {
    empty: right === "filled" ? asIfEmpty : [],
    stamp_only: right === "filled" ? asIfEmpty : [],
    others: [],
    filled: asIfFilled,
  };
  const option = (id: EmptyAnswer) => ({
    id,
    isRight: id === right,
    trial: id === right ? [] : trials[id],
  });
  return {
    name: "empty",
    options: [option("empty"), option("stamp_only"), option("others"), option("filled")],
  };
}

function emptyAnswer({ snapshot, diagnosis }: Diagnosed): EmptyAnswer {
  const tables = snapshot.tables.filter((table) => !isVersionTable(snapshot, table));
  const isOthers = (identity: string) =>
    diagnosis.unmanaged.includes(identity) && !diagnosis.elsewhere.includes(identity);
  if (tables.some(({ identity }) => !isOthers(identity))) return "filled";
  if (tables.length > 0) return "others";
  return snapshot.versionTables.length > 0 ? "stamp_only" : "empty";
}

/** What each could be taken for. What is said of these must not be so in that state: src/text has it. */
const MISTAKEN_FOR: Record<Verdict, readonly [Verdict, Verdict, Verdict]> = {
  healthy: ["stamp_ahead", "pending", "hole"],
  pending: ["healthy", "stamp_ahead", "hole"],
  empty: ["healthy", "empty_stamped", "unstamped"],
  empty_stamped: ["healthy", "pending", "stamp_behind"],
  stamp_ahead: ["pending", "stamp_behind", "hole"],
  stamp_behind: ["stamp_ahead", "pending", "hole"],
  unstamped: ["empty", "stamp_behind", "unknown_stamp"],
  unknown_stamp: ["stamp_ahead", "unstamped", "hole"],
  overlapping: ["several_version_tables", "healthy", "hole"],
  hole: ["healthy", "stamp_behind", "partial"],
  partial: ["pending", "hole", "healthy"],
  drift: ["healthy", "stamp_ahead", "hole"],
  ambiguous: ["hole", "partial", "overlapping"],
  several_version_tables: ["overlapping", "healthy", "unstamped"],
};

/** What is wrong, of four. */
export function verdictQuestion({ diagnosis: { verdict } }: Diagnosed): Question {
  const others = MISTAKEN_FOR[verdict];
  // Where the right one stands must not give it away.
  const at = verdict.length % 4;
  const all = [...others.slice(0, at), verdict, ...others.slice(at)];
  return {
    name: "verdict",
    options: all.map((id) => ({ id, isRight: id === verdict, trial: [] })),
  };
}
