import { FIRST_ROWS } from "../rows.ts";
import type { Scenario } from "../scenario.ts";

/** The written case, step 3b: the first three tables with their rows, and a stamp that is too late. */
export const wrongStampPopulated: Scenario = {
  name: "wrong-stamp-populated",
  migrateTo: "9044ba1e3377",
  breakWith: [...FIRST_ROWS, "ANALYZE", "UPDATE alembic_version SET version_num = 'c7a3d9e12f8b'"],
};
