/** What was changed by hand, as `diagnose` says it to whoever has to mend it. */
import { expect, test } from "vitest";
import { HEAD, populatedDatabases } from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { restampOn } from "../support/repairs.ts";

const healthy = populatedDatabases(HEAD, HEAD);

test("an object that was changed stands there as it should be, and as it is", async () => {
  const database = await healthy();
  await query(database, "ALTER TABLE users ALTER display_name TYPE text");
  await query(database, "DROP INDEX ix_users_last_seen_at");
  const { code, stdout } = await restampOn(database, ["diagnose"]);
  expect(code).toBe(1);
  const lines = stdout.split("\n");
  const at = lines.indexOf("  changed  column public.users.display_name");
  expect(lines.slice(at, at + 4)).toEqual([
    "  changed  column public.users.display_name",
    "    expected: character varying(120)",
    "    is:       text",
    "  missing  index public.users.ix_users_last_seen_at",
  ]);
});
