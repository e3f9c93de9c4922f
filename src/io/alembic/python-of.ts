/** The Python that an alembic command runs in. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/**
 * @param argv what runs alembic
 * @returns what runs the Python that alembic runs in: the interpreter that the script names, or
 *   `python` where alembic was the last word of a longer command (`uv run alembic`, `docker …`);
 *   null where it cannot be told
 */
export function pythonOf(argv: readonly string[]): string[] | null {
  const last = argv.at(-1);
  if (last === undefined) return null;
  if (argv.at(-2) === "-m" && last === "alembic") return argv.slice(0, -2);
  if (basename(last) !== "alembic") return null;
  if (argv.length > 1) return [...argv.slice(0, -1), "python"];
  return interpreterOf(last);
}

/** The first line of a script, or where that would be too long the one that pip writes instead. */
function interpreterOf(script: string): string[] | null {
  let head: string;
  try {
    head = readFileSync(script, "utf8").slice(0, 2000);
  } catch {
    return null;
  }
  const direct = /^#!\s*(\S*python[\d.]*)\s*$/m.exec(head.split("\n", 1)[0] ?? "");
  if (direct?.[1]) return [direct[1]];
  const indirect = /^'''exec' "?([^"\n]*python[\d.]*)"? "\$0" "\$@"$/m.exec(head);
  return indirect?.[1] ? [indirect[1]] : null;
}
