/** Breaks a new database in the way that a scenario says. */
import type pg from "pg";
import type { Breakage } from "../../core/breakage.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { splitStatements } from "../../core/sql-statements.ts";
import { quoteIdentifier, sessionOptions } from "../../core/sql-text.ts";
import type { CommandResult } from "../ports/command.ts";
import { describe } from "../postgres/address.ts";
import { withConnection } from "../postgres/connection.ts";
import { asDatabaseProblem } from "../postgres/problems.ts";
import { splitCommand } from "../process/split-command.ts";
import { URL_VARIABLE } from "../project/find-url.ts";
import type { ProjectCopy } from "./project-copy.ts";
import type { SandboxAlembic } from "./run-alembic.ts";
import type { SandboxProject } from "./sandbox-project.ts";
import { keepServerState, type ServerState } from "./server-state.ts";

/** How sessions of the practice itself are called. */
export const OWN_NAME = "restamp practice";

export interface BreakingTools {
  readonly url: DatabaseUrl;
  readonly project: ProjectCopy;
  readonly environment: Readonly<Record<string, string>>;
  readonly prove: SandboxProject["prove"];
  readonly onServer: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
}

/**
 * @param alembic ended when all is broken; null where the breakage does not need it
 * @returns the server's state with it, of which a copy is kept
 * @throws Problem alembic_failed, and whatever the server says to its SQL
 */
export async function breakDatabase(
  breakage: Breakage,
  alembic: SandboxAlembic | null,
  { url, project: copy, environment, prove, onServer }: BreakingTools,
): Promise<ServerState> {
  const { serverSql, owner, upgradeTo, sql, files } = breakage;
  const role: Record<string, string> = owner === null ? {} : { role: owner };
  const project = copy.configPath;
  await onServer(async (client) => {
    await runAll(client, url, serverSql);
    const belongs = owner === null ? "" : ` OWNER ${quoteIdentifier(owner)}`;
    await client.query(`CREATE DATABASE ${quoteIdentifier(url.database ?? "")}${belongs}`);
  });
  await prove?.(project, url);
  if (upgradeTo !== null) {
    const upgrade = await alembic?.run(project, ["upgrade", upgradeTo], {
      [URL_VARIABLE]: url.text,
      PGOPTIONS: sessionOptions(role),
    });
    if (upgrade && upgrade.exitCode !== 0) throw asProblem(upgrade);
  }
  await execute(url, sql, role);
  // alembic is at work in the folder: where nothing in it changes, it is left alone.
  if (Object.keys(files).length > 0) copy.copy(files);
  for (const command of breakage.alembic) {
    await alembic?.run(project, splitCommand(command), { ...environment, PGOPTIONS: "" });
  }
  // It may still be in the database, which is about to be renamed.
  await alembic?.end();
  return onServer(keepServerState);
}

function asProblem({ shown, lines }: CommandResult): Problem {
  return new Problem("alembic_failed", {
    command: shown,
    line: lines.at(-1) ?? "",
    output: lines.join("\n"),
  });
}

/** Runs statements one by one: some do without a transaction. */
export function execute(
  url: DatabaseUrl,
  sql: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (sql === "") return Promise.resolve();
  return withConnection(url, OWN_NAME, (client) => runAll(client, url, sql), settings);
}

/** @throws Problem server_error and the like: a scenario's SQL may be wrong */
async function runAll(client: pg.Client, url: DatabaseUrl, sql: string): Promise<void> {
  try {
    for (const { text } of splitStatements(sql)) await client.query(text);
  } catch (error) {
    throw asDatabaseProblem(error, describe(url));
  }
}
