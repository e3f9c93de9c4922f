/** Asks of the rows what the schema cannot show: one question per data-only revision. */
import { Problem } from "../../core/problem.ts";
import type { Ask } from "./statements.ts";

/** A question that takes longer proves nothing. */
const TIMEOUT = "5s";

/**
 * Inside the caller's READ ONLY transaction. A question that fails, takes too long, or gives
 * anything but one boolean, is answered with null. It sees the names that the role usually sees.
 * @param questions revision ids and one SELECT each
 */
export async function askEvidence(
  ask: Ask,
  questions: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, boolean | null>> {
  const answers = new Map<string, boolean | null>();
  for (const [revision, question] of questions) {
    await ask("SAVEPOINT restamp_evidence");
    answers.set(revision, await answerTo(ask, question));
    // Whatever the question set for its own use goes with it.
    await ask("ROLLBACK TO SAVEPOINT restamp_evidence");
  }
  return answers;
}

async function answerTo(ask: Ask, question: string): Promise<boolean | null> {
  try {
    await ask(`SET LOCAL statement_timeout = '${TIMEOUT}'`);
    await ask("SET LOCAL search_path TO DEFAULT");
    const rows = await ask(asQuery(question), { single: true });
    const [row] = rows;
    const [value, ...others] = Object.values(row ?? {});
    return rows.length === 1 && others.length === 0 && typeof value === "boolean" ? value : null;
  } catch (error) {
    if (error instanceof Problem && error.code !== "connection_lost") return null;
    throw error;
  }
}

/** In a place where only a query can stand: COMMIT is one statement, too. */
function asQuery(question: string): string {
  return `SELECT * FROM (\n${question.trim().replace(/;$/, "")}\n) AS evidence`;
}
