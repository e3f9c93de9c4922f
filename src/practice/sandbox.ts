/** Breaks a database in the way that a scenario says. */
import type { DatabaseUrl } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import type { AlembicPort } from "../io/ports.ts";
import type { Scenario } from "./scenario.ts";

export interface SandboxPorts {
  /** The bundled project's alembic. */
  readonly alembic: AlembicPort;
  /** Runs statements in a sandbox database. */
  readonly execute: (database: DatabaseUrl, statements: readonly string[]) => Promise<void>;
}

/** @param database an empty one. @throws Problem alembic_failed */
export async function breakDatabase(
  scenario: Scenario,
  database: DatabaseUrl,
  { alembic, execute }: SandboxPorts,
): Promise<void> {
  if (scenario.migrateTo !== null) {
    const upgrade = await alembic.run(["upgrade", scenario.migrateTo], { database });
    if (upgrade.exitCode !== 0) {
      throw new Problem("alembic_failed", {
        command: upgrade.shown,
        line: upgrade.lines.at(-1) ?? "",
        output: upgrade.lines.join("\n"),
      });
    }
  }
  await execute(database, scenario.breakWith);
}
