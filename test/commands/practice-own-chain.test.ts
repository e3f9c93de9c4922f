/** restamp practice --project: any chain is broken in a sandbox, and nothing of the project is touched. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { application } from "../support/application.ts";
import { freshDatabase, query } from "../support/database.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

/** Every file below a folder, by what is in it. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}

/** The database that the project's .env names: a real one, in use. */
async function production() {
  const database = await freshDatabase();
  await query(database, "CREATE TABLE customer (id int); INSERT INTO customer VALUES (1)");
  return { database, expectUntouched: await untouched(database) };
}

/** By what name, and what restamp says of it. */
const WAYS = {
  "stamp-ahead-empty": "empty_stamped",
  "stamp-ahead": "stamp_ahead",
  "stamp-behind": "stamp_behind",
  unstamped: "unstamped",
  hole: "hole",
  "unknown-stamp": "unknown_stamp",
};

test.each(Object.keys(WAYS))(
  "%s breaks the chain really and ends healthy; project and database stay as they are",
  async (name) => {
    const { database, expectUntouched } = await production();
    const folder = application(database.text);
    const before = contents(folder);
    const { code, stdout, stderr } = await runRestamp(["practice", name, "--project", folder]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain("Your chain: ");
    expect(stdout).toMatch(/The scenario ended verified healthy\.$/m);
    expect(stdout).not.toContain("NOT REHEARSED");
    // There are rows, unless the tables are what is missing.
    const purchases = /^purchase .* ~(\d+) +public/m.exec(stdout)?.[1];
    expect(purchases).toBe(name === "stamp-ahead-empty" ? undefined : "5");
    expect(contents(folder)).toEqual(before);
    await expectUntouched();
  },
);

test("the ways are listed with what has been played, for a trainer as JSON", async () => {
  const { database } = await production();
  const args = ["practice", "--list", "--json", "--project", application(database.text)];
  const { code, stdout } = await runRestamp(args);
  expect(code).toBe(0);
  const listed: { name: string; verdict: string; played: unknown[] }[] = JSON.parse(stdout);
  expect(listed.map(({ name, verdict }) => [name, verdict])).toEqual(Object.entries(WAYS));
});

test("an env.py that goes elsewhere whatever it is told is refused before anything is written", async () => {
  const { database, expectUntouched } = await production();
  const folder = application(database.text, JSON.stringify(database.text));
  const { code, stdout, stderr } = await runRestamp(["practice", "1", "--project", folder]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain("env.py");
  await expectUntouched();
});

test("a recorded reference does not stand in for the proof that env.py follows", async () => {
  const { database, expectUntouched } = await production();
  const home = temporaryFolder();
  const scripts = {
    "1.py": `revision = "r1"\ndown_revision = None\n\ndef upgrade():\n    pass\n`,
  };
  const follows = smallProject({ scripts });
  const recorded = await runRestamp(["record", "-c", join(follows, "alembic.ini")], {
    home,
    environment: { DATABASE_URL: database.text },
  });
  expect(recorded.code).toBe(0);
  await expectUntouched();
  const strays = smallProject({ scripts, url: JSON.stringify(database.text) });
  const { code, stderr } = await runRestamp(
    ["practice", "1", "--project", strays, "--reference", join(follows, "restamp.reference.json")],
    { home },
  );
  expect({ code, stderr }).toMatchObject({ code: 3 });
  await expectUntouched();
});

test("a URL that stands in alembic.ini is another one in the copy, and -x as well", async () => {
  const { database, expectUntouched } = await production();
  const scripts = {
    "1.py": `from alembic import op\nrevision = "r1"\ndown_revision = None\n\ndef upgrade():\n    op.execute("CREATE TABLE a (id serial PRIMARY KEY)")\n`,
  };
  const inFile = smallProject({
    scripts,
    ini: `sqlalchemy.url = ${database.text}`,
    url: 'config.get_main_option("sqlalchemy.url")',
  });
  expect((await runRestamp(["practice", "unstamped", "--project", inFile])).code).toBe(0);
  const given = smallProject({ scripts, url: 'context.get_x_argument(as_dictionary=True)["url"]' });
  const args = ["-x", `url=${database.text}`, "practice", "unstamped", "--project", given];
  expect((await runRestamp(args)).code).toBe(0);
  await expectUntouched();
});

test("a way that this chain has not is named with those that it has", async () => {
  const { database } = await production();
  const folder = application(database.text);
  const { code, stderr } = await runRestamp(["practice", "drift", "--project", folder]);
  expect(code).toBe(2);
  expect(stderr).toContain("stamp-ahead-empty, stamp-ahead, stamp-behind");
  const nowhere = await runRestamp(["practice", "--project", join(folder, "nowhere")]);
  expect(nowhere.code).toBe(3);
});
