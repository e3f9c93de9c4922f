/** What the Python that runs the tests' alembic has installed. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "./database.ts";

/** @returns whether the module can be imported there; false where that Python is not to be found */
export function canImport(module: string): boolean {
  const [alembic = ""] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
  try {
    const python = /^#!(\S+)$/m.exec(readFileSync(alembic, "utf8").slice(0, 500))?.[1] ?? "";
    execFileSync(python, ["-c", `import ${module}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
