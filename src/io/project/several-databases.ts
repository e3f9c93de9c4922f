/** Projects whose env.py upgrades several databases at once, as `alembic init -t multidb` makes them. */
import { basename } from "node:path";
import { Problem } from "../../core/problem.ts";
import type { AlembicOptions } from "./alembic-options.ts";

/**
 * `databases` names a section for each, with a URL of its own. restamp repairs one database and
 * proves what it does there: an alembic that changes others with it is not for it.
 * @param x values of -x: an env.py of one's own may choose by them
 * @returns the section of the only database, or of the one that -x names; null where there are no
 *   such sections
 * @throws Problem several_databases
 */
export function oneDatabase(
  configPath: string,
  options: AlembicOptions,
  x: readonly string[],
): string | null {
  const names = (options.text("databases") ?? "").split(/[\s,]+/);
  const known = names.filter((name) => options.textIn(name, "sqlalchemy.url") !== undefined);
  const chosen = known.filter((name) => x.some((value) => value.split("=").at(-1) === name));
  const [one = null, another] = chosen.length > 0 ? chosen : known;
  if (one === null || another === undefined) return one;
  const copy = `${one}.ini`;
  const path = basename(configPath);
  throw new Problem("several_databases", { path, names: known.join(", "), one, copy });
}
