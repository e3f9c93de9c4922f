/** Readings: read-only transactions that write nothing and wait for nobody for long. */
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { BLOCKER_SQL } from "./catalog-sql.ts";
import { SchemaMoved } from "./schema-moved.ts";
import { type Questions, readSnapshot } from "./snapshot.ts";
import type { Ask } from "./statements.ts";

/**
 * Server settings for a session that reads. Printing an expression opens its table
 * (deparse_context_for in ruleutils.c), which waits while a migration holds it. Compiling a question
 * to the catalogs takes longer than answering it.
 */
export const READING = {
  lock_timeout: "3s",
  statement_timeout: "60s",
  default_transaction_read_only: "on",
  jit: "off",
};

const BEGIN_READING = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

/** A reading is begun again so many times when the schema moves under it. */
const RETRIES = 3;

/**
 * What is said of an object that was dropped meanwhile: internal_error ("cache lookup failed",
 * "could not open relation"), and an undefined column, object, table or schema.
 */
const MOVED = new Set(["XX000", "42703", "42704", "42P01", "3F000"]);

/** @throws Problem; a lock_timeout names who holds the lock, as far as the role may see it */
export async function takeSnapshot(
  questions: Questions,
  scope: ReadonlySet<string> | null,
): Promise<Snapshot> {
  for (let retries = RETRIES; ; retries--) {
    try {
      return await readOnly(questions.ask, () => readSnapshot(questions, scope, retries === 0));
    } catch (error) {
      const hasMoved =
        error instanceof SchemaMoved ||
        (error instanceof Problem && MOVED.has(error.details["sqlstate"] ?? ""));
      if (!hasMoved || retries === 0) throw await withBlocker(questions.ask, error);
    }
  }
}

export function readOnly<T>(ask: Ask, read: () => Promise<T>): Promise<T> {
  return transaction(ask, BEGIN_READING, read);
}

/** Commits what `work` did, or takes all of it back. */
export async function transaction<T>(ask: Ask, begin: string, work: () => Promise<T>): Promise<T> {
  await ask(begin);
  try {
    const result = await work();
    await ask("COMMIT");
    return result;
  } catch (error) {
    await ask("ROLLBACK").catch(() => {});
    throw error;
  }
}

async function withBlocker(ask: Ask, error: unknown): Promise<unknown> {
  if (!(error instanceof Problem) || error.code !== "lock_timeout") return error;
  const [blocker] = await ask<Record<string, string>>(BLOCKER_SQL).catch(() => []);
  if (!blocker) return error;
  // A session calls itself what it likes.
  const named = Object.entries(blocker).map(([name, value]) => [name, visible(value ?? "")]);
  return new Problem(error.code, { ...error.details, ...Object.fromEntries(named) }, error.cause);
}
