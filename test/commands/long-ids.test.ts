/** Revision ids that are longer than the 32 characters for which Alembic makes its version table. */
import { expect, test } from "vitest";
import { stampOf } from "../support/broken-databases.ts";
import { freshDatabase, query } from "../support/database.ts";
import { sqlScript } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { ordinaryDatabase } from "../support/roles.ts";
import { smallProject } from "../support/small-project.ts";

const LONG = "2026_11_add_the_column_that_everybody_wanted";

const SCRIPTS = {
  "one.py": sqlScript("one", null, "CREATE TABLE one (id int)"),
  "two.py": sqlScript(LONG, "one", "CREATE TABLE two (id int)"),
};

/** As somebody has to widen it before such a chain can be upgraded. */
const WIDE = "CREATE TABLE alembic_version (version_num varchar(255) PRIMARY KEY)";

const OWNERS = { "a superuser": freshDatabase, "another role": ordinaryDatabase };

test.each(Object.entries(OWNERS))(
  "as %s, a database with a widened version table is repaired",
  async (_, make) => {
    const database = await make();
    await query(database, `${WIDE}; CREATE TABLE one (id int); CREATE TABLE two (id int)`);
    await query(database, "INSERT INTO alembic_version VALUES ('one')");
    const project = smallProject({ scripts: SCRIPTS });
    const shadow = ["--shadow", "same-server"];
    const ran = await restampOn(database, ["repair", "--yes", "--json", ...shadow], { project });
    expect(ran.stderr).toContain("Repaired and verified.");
    expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", stamp: [LONG] });
  },
);

test("on one with Alembic's own, a repair widens it, and an empty one is not touched", async () => {
  const project = smallProject({ scripts: SCRIPTS });
  const stamped = await freshDatabase();
  await query(
    stamped,
    `${WIDE.replace("255", "32")}; CREATE TABLE one (id int); INSERT INTO alembic_version VALUES ('one')`,
  );
  const widened = await restampOn(stamped, ["repair", "--yes", "--json"], { project });
  expect(widened.stderr).toContain("Repaired and verified.");
  expect(await stampOf(stamped)).toEqual([LONG]);
  // Nobody could upgrade such a database by hand, either: the rehearsal shows why.
  const empty = await freshDatabase();
  const refused = await restampOn(empty, ["repair", "--yes", "--rehearse", "schema"], { project });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("value too long for type character varying(32)");
  expect(
    await query(empty, "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
  ).toEqual([]);
});
