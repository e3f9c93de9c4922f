/** The alembic adapter on a stand-in for the command, or on another project than the bundled one. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { type Alembic, openAlembic } from "../../src/io/alembic/alembic.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import type { AlembicSettings } from "../../src/io/alembic/invocation.ts";
import type { CommandLog } from "../../src/io/ports/command.ts";
import { REVISIONS } from "./database.ts";

const REAL = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;

/** The real alembic as a shell reads it, for scripts that end in it. */
export const ALEMBIC = REAL.map((word) => `'${word}'`).join(" ");

/** @param argv the command; by default the real alembic */
export function alembicIn(
  folder: string,
  database: DatabaseUrl,
  {
    argv = REAL,
    log = () => {},
    ...settings
  }: Partial<AlembicSettings> & { argv?: readonly string[]; log?: CommandLog } = {},
): Alembic {
  return openAlembic(
    {
      findCommand: () => ({ argv, found: "option" }),
      configPath: `${folder}/alembic.ini`,
      section: undefined,
      extra: [],
      database,
      variable: "DATABASE_URL",
      lockTimeout: "10s",
      ...settings,
    },
    log,
  );
}
