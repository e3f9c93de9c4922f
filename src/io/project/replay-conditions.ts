/** What a replay of a chain depends on, besides its scripts and the programs that run it. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ProjectPlaces } from "./find-project.ts";

export interface ReplaySettings {
  /** What alembic is given with -x. */
  readonly extra: readonly string[];
  readonly schema: string | undefined;
  readonly driver: string | null;
  /** SHA-256 of the project's baseline. */
  readonly baseline: string | null;
}

/** @returns texts that are the same as long as nothing of it has changed; they may hold passwords */
export function replayConditions(
  { configPath, section, options, versionsPath }: ProjectPlaces,
  { extra, schema, driver, baseline }: ReplaySettings,
): string[] {
  const environment = join(dirname(versionsPath), "env.py");
  return [
    configPath,
    readFileSync(configPath, "utf8"),
    existsSync(environment) ? readFileSync(environment, "utf8") : "",
    JSON.stringify(options.table),
    JSON.stringify([section, extra, schema ?? null, driver, baseline]),
  ];
}
