/** What of a revision's statements is worth keeping in its reference. */
import { splitStatements } from "./sql-statements.ts";
import { unquoteIdentifier } from "./sql-text.ts";
import { isCatalogRead, isTransactionBoundary, natureOf } from "./statement-nature.ts";

/** A script may insert row by row. */
const MOST_STATEMENTS = 200;

/** A statement may carry a whole file. */
const MOST_CHARACTERS = 2000;

/**
 * @param ran everything that was run since the revision before, transactions and all
 * @param versionTable the name of the version table, without its schema
 * @returns the revision's own statements, one each: none of Alembic's bookkeeping, and none that
 *   merely looks into the catalog. Of very many, the last entry says how many were left out; what
 *   natureOf() finds in those that are kept is what it finds in all of them.
 */
export function recordedStatements(ran: readonly string[], versionTable: string): string[] {
  const own = ran.flatMap(separately).filter((each) => !stamps(each, versionTable));
  const first = own.findIndex((each) => !isTransactionBoundary(each) && !isCatalogRead(each));
  // The revision before was committed there, and this one's transaction begun.
  const telling = first === -1 ? [] : own.slice(first).filter((each) => !isCatalogRead(each));
  const kept = telling.slice(0, MOST_STATEMENTS);
  for (const each of telling.slice(MOST_STATEMENTS)) {
    if (addsTo(natureOf(kept), natureOf([each]))) kept.push(each);
  }
  const left = telling.length - kept.length;
  return [...kept.map(shortened), ...(left > 0 ? [`-- and ${left} more`] : [])];
}

function separately(ran: string): string[] {
  return splitStatements(ran).map(({ text }) => text);
}

/** HeadMaintainer in alembic/runtime/migration.py. */
function stamps(statement: string, versionTable: string): boolean {
  const target =
    /^(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:(?:"(?:[^"]|"")*"|\w+)\.)?("(?:[^"]|"")*"|\w+)/i.exec(
      statement,
    )?.[1];
  return target !== undefined && unquoteIdentifier(target) === versionTable;
}

function addsTo(known: ReturnType<typeof natureOf>, more: ReturnType<typeof natureOf>): boolean {
  return (
    (more.changesData && !known.changesData) ||
    (more.readsRows && !known.readsRows) ||
    (!more.transactional && known.transactional)
  );
}

function shortened(statement: string): string {
  const more = statement.length - MOST_CHARACTERS;
  return more > 0
    ? `${statement.slice(0, MOST_CHARACTERS)} -- and ${more} more characters`
    : statement;
}
