/** The report files that restamp leaves behind. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @param home of the restamp that wrote them @returns the text of each */
export function reportsIn(home: string): string[] {
  const folder = join(home, "state", "restamp", "reports");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
}
