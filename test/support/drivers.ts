/** What the Python that runs the tests' alembic has installed. */
import { execFileSync } from "node:child_process";
import { PYTHON } from "./python.ts";

/** @returns whether the module can be imported there */
export function canImport(module: string): boolean {
  try {
    execFileSync(PYTHON, ["-c", `import ${module}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
