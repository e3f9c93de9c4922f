import { FIRST_ROWS } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

/** Nothing is wrong: to see what that looks like, and to leave it alone. */
export const healthy: Scenario = {
  name: "healthy",
  migrateTo: "head",
  breakWith: [...FIRST_ROWS, "ANALYZE"],
};
