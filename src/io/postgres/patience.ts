/** How long a server that took a connection may say nothing. */
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { Problem } from "../../core/problem.ts";

/** The server itself ends a statement in time; beyond that it is stopped, or the way to it is gone. */
const BEYOND = 1.5;

/**
 * For a session whose statements have a limit: psql would wait for ever.
 * @param settings of the session
 * @param where names of the server, for the sentences
 */
export function endInSilence(
  socket: Socket,
  settings: Readonly<Record<string, string>>,
  where: Readonly<Record<string, string>>,
): void {
  const [, number, unit] = /^(\d+)(ms|s)$/.exec(settings["statement_timeout"] ?? "") ?? [];
  if (number === undefined) return;
  const patience = Number(number) * (unit === "s" ? 1000 : 1) * BEYOND;
  const seconds = String(Math.ceil(patience / 1000));
  socket.setTimeout(patience, () => {
    socket.destroy(new Problem("server_unreachable", { ...where, seconds }));
  });
}

/** Milliseconds for an answer that takes no work. */
const AT_ONCE = 10_000;

/** @returns whether the server answers still; a line that is cut without a word gives none */
export async function answers(client: pg.Client): Promise<boolean> {
  const late = new AbortController();
  const silence = sleep(AT_ONCE, false, { signal: late.signal }).catch(() => false);
  const answer = client.query("SELECT 1").then(
    () => true,
    () => false,
  );
  return Promise.race([answer, silence]).finally(() => late.abort());
}

/** Milliseconds until the other end need not have heard it. */
const GOODBYE = 3000;

/** Ends a connection, also one that nobody answers on any more. */
export async function endClient(client: pg.Client): Promise<void> {
  const unheard = setTimeout(() => client.connection.stream.destroy(), GOODBYE);
  await client.end().catch(() => {});
  clearTimeout(unheard);
}
