/** Projects in which env.py makes objects before the first revision, in every database alike. */
import { expect, test } from "vitest";
import { alembicIn, freshDatabase } from "../support/database.ts";
import { sqlScript } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { smallProject } from "../support/small-project.ts";

const project = () =>
  smallProject({
    before: `connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS app_user (id int PRIMARY KEY)")
    connection.commit()`,
    scripts: {
      "a.py": sqlScript("a", null, "CREATE TABLE a (id int)"),
      "b.py": sqlScript("b", "a", "ALTER TABLE app_user ADD name text"),
      "c.py": sqlScript("c", "b", "DROP TABLE app_user"),
    },
  });

async function seen(folder: string, upTo: string | null, stamp: string) {
  const database = await freshDatabase();
  if (upTo !== null) await alembicIn(folder, database, "upgrade", upTo);
  await alembicIn(folder, database, "stamp", stamp);
  const { stdout } = await restampOn(database, ["diagnose", "--json"], { project: folder });
  const { verdict, evidence, recommended } = JSON.parse(stdout);
  return { verdict, heads: evidence.heads, path: recommended.path };
}

test("what env.py makes belongs to no revision, and what revisions make of it is told apart", async () => {
  const folder = project();
  expect(await seen(folder, "a", "a")).toEqual({
    verdict: "pending",
    heads: ["a"],
    path: "upgrade",
  });
  expect(await seen(folder, "b", "b")).toEqual({
    verdict: "pending",
    heads: ["b"],
    path: "upgrade",
  });
  expect(await seen(folder, "a", "b")).toEqual({
    verdict: "stamp_ahead",
    heads: ["a"],
    path: "adopt",
  });
  expect(await seen(folder, "b", "a")).toEqual({
    verdict: "stamp_behind",
    heads: ["b"],
    path: "adopt",
  });
  expect(await seen(folder, null, "b")).toEqual({
    verdict: "empty_stamped",
    heads: [],
    path: "fresh",
  });
});
