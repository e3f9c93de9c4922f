/**
 * What running some statements again would mean, read off the statements alone. What a routine or
 * a DO block does is not seen, and counts as changing data.
 */
import { splitStatements } from "./sql-statements.ts";

export interface StatementNature {
  /** Rows are written: running it twice may not be what is meant. */
  readonly changesData: boolean;
  /** Rows of the project's own tables are read: with other rows it may do other things. */
  readonly readsRows: boolean;
  /** False when a failure half-way leaves something behind. */
  readonly transactional: boolean;
}

const CHANGES = /^(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|DO|CALL|EXECUTE)\b/;

/** Within WITH; and as what makes a table with rows in it. */
const CHANGES_INSIDE =
  /^(?:WITH|EXPLAIN)\b.*\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\b|^COPY\b.*\bFROM\b|^SELECT\b.*\bINTO\b|^CREATE [\w ]*TABLE\b.*\bAS (?:SELECT|TABLE|WITH|VALUES|EXECUTE|\()/;

/** Functions that write, wherever they stand. */
const WRITING_CALL = /\b(?:SETVAL|NEXTVAL|LO_\w+|DBLINK_EXEC) ?\(/;

/** A query that only calls a function: it is called for what it does. */
const SOLE_CALL = /^SELECT (?:"?\w+"?\.)?"?(\w+)"? ?\((?!.*\bFROM\b)/;

/** Those that do nothing to rows. */
const HARMLESS =
  /^(?:PG_\w+|VERSION|CURRENT_\w+|SET_CONFIG|NOW|TO_REG\w+|COALESCE|COUNT|EXISTS|CAST|FORMAT)$/;

const QUERIES =
  /^(?:\(|SELECT|WITH|INSERT|UPDATE|DELETE|MERGE|TABLE|COPY|CREATE [\w ]*TABLE\b.*\bAS\b)/;

/** FROM within an expression is no clause. */
const NO_CLAUSE = /\bDISTINCT FROM\b|\b(?:EXTRACT|SUBSTRING|TRIM|OVERLAY|POSITION) ?\([^()]*\)/g;

const SOURCE =
  /\b(?:FROM|JOIN|USING)(?: ONLY)? ("[^"]*"|[\w.]+)((?: ?\.)? ?(?:"[^"]*"|[\w.]+)?)( ?\()?/g;

const CATALOG = /^"?(?:PG_|INFORMATION_SCHEMA\b)/;

/** They cannot run in a transaction (PreventInTransactionBlock in src/backend/tcop/utility.c). */
const ALONE =
  /^(?:CREATE (?:UNIQUE )?INDEX|DROP INDEX|REINDEX|ALTER TABLE)\b.*\bCONCURRENTLY\b|^(?:VACUUM|ALTER SYSTEM|REINDEX (?:DATABASE|SYSTEM)|(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION))\b/;

/** Part of a revision is committed, or was run outside of any transaction. */
const BOUNDARY =
  /^(?:BEGIN|START TRANSACTION|COMMIT|END|ABORT|ROLLBACK(?! TO)|PREPARE TRANSACTION)\b/;

/** @param statements what one revision ran, without the transaction that Alembic runs it in */
export function natureOf(statements: readonly string[]): StatementNature {
  const skeletons = statements.flatMap(splitStatements).map(({ skeleton }) => skeleton);
  return {
    changesData: skeletons.some(changesData),
    readsRows: skeletons.some(readsRows),
    transactional: !skeletons.some((each) => ALONE.test(each) || BOUNDARY.test(each)),
  };
}

/** @returns whether all that it does is to look something up that is not the project's own */
export function isCatalogRead(statement: string): boolean {
  return splitStatements(statement).every(
    ({ skeleton }) =>
      /^(?:SHOW|SELECT|WITH|\()/.test(skeleton) &&
      !changesData(skeleton) &&
      !readsRows(skeleton) &&
      !/\bSET_CONFIG\b/.test(skeleton),
  );
}

/** @returns whether it begins or ends a transaction */
export function isTransactionBoundary(statement: string): boolean {
  return splitStatements(statement).every(({ skeleton }) => BOUNDARY.test(skeleton));
}

function changesData(skeleton: string): boolean {
  if (CHANGES.test(skeleton) || CHANGES_INSIDE.test(skeleton)) return true;
  if (!QUERIES.test(skeleton)) return false;
  const called = SOLE_CALL.exec(skeleton)?.[1];
  return WRITING_CALL.test(skeleton) || (called !== undefined && !HARMLESS.test(called));
}

function readsRows(skeleton: string): boolean {
  if (!QUERIES.test(skeleton)) return false;
  if (/^(?:TABLE|COPY "?[\w.]+"?.* TO)\b/.test(skeleton)) return true;
  const clauses = skeleton
    .replace(/^(?:DELETE|COPY\b.*?) FROM (?:ONLY )?/, "")
    .replace(NO_CLAUSE, "");
  const named = [...clauses.matchAll(SOURCE)].filter(([, , , call]) => call === undefined);
  const defined = new Set(
    [
      ...clauses.matchAll(
        /(?:WITH|RECURSIVE|,) ("[^"]*"|\w+) AS (?:NOT MATERIALIZED |MATERIALIZED )?\(/g,
      ),
    ].map(([, name]) => name),
  );
  return named.some(
    ([, name = ""]) =>
      !CATALOG.test(name) && !defined.has(name) && !/^(?:SELECT|LATERAL|STDIN)$/.test(name),
  );
}
