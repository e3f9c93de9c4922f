/** The steps that plans are made of, and how each is written for a person. */

import type { VersionTable } from "../snapshot.ts";
import { qualifiedName, quoteIdentifier, quoteLiteral } from "../sql-text.ts";
import type { Action, Danger, Step, StepPurpose } from "./types.ts";

export function stampStep(heads: readonly string[], purge: boolean): Step {
  const target = heads.length === 0 ? ["base"] : heads;
  // --purge empties the table first: without it Alembic looks up each row, and fails on an
  // unknown or overlapping one (Alembic 1.20, `stamp` in alembic/command.py).
  const args = purge ? ["stamp", "--purge", ...target] : ["stamp", ...target];
  return step(
    heads.length === 0 ? "clear_stamp" : "stamp_proven",
    { kind: "alembic", args },
    "writes",
  );
}

export function downgradeStep(): Step {
  return step("downgrade_base", { kind: "alembic", args: ["downgrade", "base"] }, "writes");
}

export function dropVersionTableStep(table: VersionTable): Step {
  return step(
    "drop_version_table",
    { kind: "sql", statements: [dropVersionTable(table)] },
    "writes",
  );
}

export function dropVersionTable(table: Pick<VersionTable, "schema" | "name">): string {
  return `DROP TABLE ${qualifiedName(table)}`;
}

/** As Alembic makes it (`_version_table_impl` in alembic/ddl/impl.py, 1.20.1). */
export function createVersionTable({ schema, name, maxLength }: VersionTable): string {
  const table = qualifiedName({ schema, name });
  const type = maxLength === null ? "varchar" : `varchar(${maxLength})`;
  const key = quoteIdentifier(`${name}_pkc`);
  return `CREATE TABLE ${table} (version_num ${type} NOT NULL, CONSTRAINT ${key} PRIMARY KEY (version_num))`;
}

/** @returns statements that give a version table the rows that it has now */
export function putBackRows({
  schema,
  name,
  rows,
}: Pick<VersionTable, "schema" | "name" | "rows">): string[] {
  const table = qualifiedName({ schema, name });
  const values = rows.map((row) => `(${quoteLiteral(row)})`).join(", ");
  const insert = `INSERT INTO ${table} (version_num) VALUES ${values}`;
  return [`DELETE FROM ${table}`, ...(rows.length === 0 ? [] : [insert])];
}

/** @returns the statement that reads a version table, as the operator would type it. */
export function versionRowsText(table: Pick<VersionTable, "schema" | "name">): string {
  return `SELECT version_num FROM ${qualifiedName(table)} ORDER BY version_num`;
}

/** @param empty tables that go without a question, because they have no rows */
export function dropObjectsStep(statements: readonly string[], empty: readonly string[]): Step {
  return step("drop_chain_objects", { kind: "sql", statements, empty }, "destroys");
}

/** Before one missing revision runs: the rows that it stands on, and no other. */
export function stampParentStep(heads: readonly string[]): Step {
  const target = heads.length === 0 ? ["base"] : heads;
  return step("stamp_parent", { kind: "alembic", args: ["stamp", "--purge", ...target] }, "writes");
}

export function runMissingStep(revision: string): Step {
  return step("run_missing", { kind: "alembic", args: ["upgrade", revision] }, "writes");
}

export function stampOnStep(heads: readonly string[]): Step {
  return step("stamp_on", { kind: "alembic", args: ["stamp", "--purge", ...heads] }, "writes");
}

/** Without CASCADE: PostgreSQL refuses if anything uses them after all. */
export function dropLeftoverTypesStep(types: readonly string[]): Step {
  const statements = [`DROP TYPE ${types.join(", ")}`];
  return step("drop_leftover_types", { kind: "sql", statements }, "writes");
}

export function widenVersionNumStep(table: VersionTable, length: number): Step {
  const statements = [
    `ALTER TABLE ${qualifiedName(table)} ALTER COLUMN version_num TYPE varchar(${length})`,
  ];
  return step("widen_version_num", { kind: "sql", statements }, "writes");
}

export function upgradeStep(target: readonly string[]): Step {
  const args = ["upgrade", target.length === 1 ? "head" : "heads"];
  return step("upgrade", { kind: "alembic", args }, "writes");
}

/** @param leaves keys of facts that may go on differing */
export function verifyStep(heads: readonly string[], leaves: readonly string[] = []): Step {
  return step("verify", { kind: "verify", heads, leaves }, "none");
}

/**
 * @param alembic the alembic command as the operator would type it
 * @returns the lines of the command or the SQL, exactly as it will run; nothing for a check
 *   of restamp's own
 */
export function shownLines(action: Action, alembic: string): string[] {
  switch (action.kind) {
    case "alembic":
      return [`${alembic} ${action.args.join(" ")}`];
    case "sql":
      return sqlLines(action.statements);
    case "verify":
      return [`${alembic} current`];
  }
}

/** @returns the text that is sent to the server, statement by statement. */
function sqlLines(statements: readonly string[]): string[] {
  return ["BEGIN;", ...statements.map((statement) => `${statement};`), "COMMIT;"];
}

function step(purpose: StepPurpose, action: Action, danger: Danger): Step {
  return { id: purpose, purpose, action, danger };
}
