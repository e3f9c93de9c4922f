/** Why a replay failed, and at which revision. */
import type pg from "pg";
import { explainFailure } from "../../core/alembic-failure.ts";
import { parentsOf, type RevisionGraph } from "../../core/revision-graph.ts";
import type { WorkerResult } from "../alembic/worker.ts";
import type { CommandResult } from "../ports/command.ts";
import { countClosed } from "./recorder/accounts.ts";

export interface ReplayFailure {
  /** The revision at which it failed; null when that could not be told. */
  readonly revision: string | null;
  readonly line: string;
  readonly command: string;
  /** The role that scripts name and that the server does not have. */
  readonly missingRole: string | null;
}

export function hasFailed(outcome: object): outcome is ReplayFailure {
  return "line" in outcome;
}

/** @param client connected to the shadow database */
export async function failureOf(
  upgrade: CommandResult & Partial<WorkerResult>,
  client: pg.Client,
  graph: RevisionGraph,
): Promise<ReplayFailure> {
  const { line } = explainFailure(upgrade.lines);
  const revision =
    upgrade.begun === undefined
      ? (begunLast(upgrade) ?? (await nextOne(client, graph)))
      : upgrade.begun;
  return { revision, line, command: upgrade.shown, missingRole: missingRoleIn(line) };
}

/** As PostgreSQL says it in English, which is what a server of restamp's own speaks. */
function missingRoleIn(line: string): string | null {
  return /\brole "(.+)" does not exist$/.exec(line)?.[1] ?? null;
}

/** Alembic names a revision when it begins it, if env.py lets it log. */
function begunLast({ lines }: CommandResult): string | null {
  const begun = lines.findLast((each) => each.includes("Running upgrade "));
  return /-> ([^\s,]+)/.exec(begun ?? "")?.[1] ?? null;
}

/**
 * Else it is the one after those whose accounts were closed. Which one of several branches Alembic
 * runs first differs from run to run, so there it cannot be told.
 */
async function nextOne(client: pg.Client, graph: RevisionGraph): Promise<string | null> {
  const isLine = graph.order.every((revision, at) =>
    parentsOf(revision).every((parent) => parent === graph.order[at - 1]?.id),
  );
  const isOneLine = isLine && graph.bases.length === 1;
  return isOneLine ? (graph.order[await countClosed(client)]?.id ?? null) : null;
}
