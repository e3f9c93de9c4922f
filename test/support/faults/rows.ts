/** Every step of every path: where something can happen. The rows of the table in docs/operators/faults.md. */
import type { Verdict } from "../../../src/core/diagnosis/types.ts";

/** How a step is done. A stamp writes one row, an upgrade runs revisions; both are alembic's. */
export type Kind =
  | "rehearsal"
  | "review"
  | "backup"
  | "stamp"
  | "upgrade"
  | "sql"
  /** Of a version table, after a failure in the steps that move it about. */
  | "put_back"
  | "verify";

export interface Path {
  readonly name: "upgrade" | "fresh" | "adopt" | "replay" | "reset";
  /** A name in test/support/states.ts. */
  readonly state: string;
  /** What a diagnosis says before the first step, after it, and so on. */
  readonly verdicts: readonly Verdict[];
  /** Revisions without a trace that have run already, and must not run again. */
  readonly ran?: readonly string[];
  /** Chosen in the wizard alone. */
  readonly clear?: "drop_table";
  /** What somebody else does when the plan is made already, and what takes that back. */
  readonly change?: { readonly sql: string; readonly back: string; readonly verdict: Verdict };
}

export interface Row {
  readonly path: Path;
  /** As the plan calls it; a rehearsal and a backup come before its steps. */
  readonly step: string;
  readonly kind: Kind;
  /** Its place in the plan. */
  readonly at: number;
  /** Where in the verdicts it is once it is done, and once restamp has taken back what failed. */
  readonly done: number;
  readonly takenBack: number;
  /** A word of the alembic command, or of the SQL. */
  readonly word: string;
  /** What another session does, and does not commit, so that the step has to wait for it. */
  readonly blocker: string;
}

const ON_STAMP = "LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE";
const ON_USERS = "LOCK TABLE users IN ACCESS EXCLUSIVE MODE";
const NEW_STAMP = "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)";

const ANOTHER_COLUMN = (verdict: Verdict) => ({
  sql: "ALTER TABLE users ADD by_hand int",
  back: "ALTER TABLE users DROP by_hand",
  verdict,
});
const ANOTHER_TABLE = (name: string, verdict: Verdict) => ({
  sql: `CREATE TABLE ${name} (id int)`,
  back: `DROP TABLE ${name}`,
  verdict,
});

const upgrade: Path = {
  name: "upgrade",
  state: "a database that is merely behind its scripts",
  verdicts: ["pending", "healthy", "healthy"],
  change: ANOTHER_COLUMN("drift"),
};
const fresh: Path = {
  name: "fresh",
  state: "a stamp on an empty database",
  verdicts: ["empty_stamped", "empty", "healthy", "healthy"],
  change: ANOTHER_TABLE("users", "partial"),
};
const freshByDrop: Path = { ...fresh, clear: "drop_table" };
const freshWithTypes: Path = {
  name: "fresh",
  state: "types that dropped tables left behind",
  verdicts: ["empty_stamped", "empty_stamped", "empty", "healthy", "healthy"],
};
const adopt: Path = {
  name: "adopt",
  state: "a stamp ahead of three tables",
  verdicts: ["stamp_ahead", "pending", "healthy", "healthy"],
  change: {
    sql: "UPDATE alembic_version SET version_num = 'fb958ba03c93'",
    back: "UPDATE alembic_version SET version_num = 'c7a3d9e12f8b'",
    verdict: "stamp_ahead",
  },
};
const adoptAndWiden: Path = {
  name: "adopt",
  state: "a version table whose column is too short",
  verdicts: ["unstamped", "unstamped", "pending", "healthy", "healthy"],
};
const replay: Path = {
  name: "replay",
  state: "a revision that never ran behind others that did",
  verdicts: ["hole", "hole", "ambiguous", "healthy", "healthy"],
  ran: ["a1b2c3d4e5f6", "g1h2i3j4k5l6"],
  change: {
    sql: "ALTER INDEX ix_users_last_seen_at RENAME TO by_hand",
    back: "ALTER INDEX by_hand RENAME TO ix_users_last_seen_at",
    verdict: "hole",
  },
};
const reset: Path = {
  name: "reset",
  state: "a stamp ahead of three tables",
  verdicts: ["stamp_ahead", "empty", "healthy", "healthy"],
  change: ANOTHER_TABLE("call_stats", "partial"),
};

const row = (
  path: Path,
  step: string,
  kind: Kind,
  at: number,
  word: string,
  { blocker = ON_STAMP, done = at + 1, takenBack = at } = {},
): Row => ({ path, step, kind, at, word, blocker, done, takenBack });

export const ROWS: readonly Row[] = [
  row(upgrade, "rehearsal", "rehearsal", 0, "upgrade", { blocker: ON_USERS }),
  ...[upgrade, fresh, adopt, replay, reset].map((path) => row(path, "review", "review", 0, "")),
  row(upgrade, "backup", "backup", 0, "", { blocker: ON_USERS }),
  row(upgrade, "upgrade", "upgrade", 0, "upgrade"),
  row(fresh, "clear_stamp", "stamp", 0, "stamp"),
  row(freshByDrop, "drop_version_table", "sql", 0, "DROP TABLE"),
  row(freshWithTypes, "drop_leftover_types", "sql", 0, "DROP TYPE", {
    blocker: "DROP TYPE call_status",
  }),
  row(fresh, "upgrade", "upgrade", 1, "upgrade"),
  row(adoptAndWiden, "widen_version_num", "sql", 0, "ALTER TABLE"),
  row(adopt, "stamp_proven", "stamp", 0, "stamp"),
  row(adopt, "upgrade", "upgrade", 1, "upgrade"),
  row(replay, "stamp_parent", "stamp", 0, "stamp"),
  row(replay, "run_missing", "upgrade", 1, "upgrade", { takenBack: 0 }),
  // The stamp that it had is right by then.
  row(replay, "stamp_on", "stamp", 2, "stamp", { takenBack: 3 }),
  // Of the step before it, which has failed.
  row(replay, "put_back", "put_back", 1, "DELETE FROM", { done: 0 }),
  row(reset, "drop_chain_objects", "sql", 0, "DROP TABLE", { blocker: ON_USERS }),
  row(reset, "upgrade", "upgrade", 1, "upgrade", { blocker: NEW_STAMP }),
  row(adopt, "verify", "verify", 2, "current"),
];

/** Whether it is restamp itself that sends statements. */
export function isSql({ kind }: Row): boolean {
  return kind === "sql" || kind === "put_back";
}

/** Of the chain, and what others keep beside it. */
export const TABLES = ["users", "calls", "participants", "call_stats", "friend_links"];
export const OTHER_TABLE = "notes";

/** What the automatic script destroys was consented to; nothing beside it was. */
export function keptBy({ name }: Path): readonly string[] {
  return name === "reset" ? [OTHER_TABLE] : [...TABLES, OTHER_TABLE];
}
