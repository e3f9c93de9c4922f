import { expect, test } from "vitest";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { alembicIn, freshDatabase, query } from "../support/database.ts";
import { sqlScript } from "../support/files.ts";
import { expectHealthy, expectOneMessage, restampOn } from "../support/repairs.ts";
import { smallProject } from "../support/small-project.ts";
import { CLEANUP, INDEXES } from "../support/states.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const ambiguous = populatedDatabases(INDEXES, WRONG);
const healthy = populatedDatabases(HEAD, HEAD);

/**
 * Runs commands on one database, which must all be refused with the exit code.
 * @returns what each of them said
 */
async function refused(
  make: typeof wrong,
  code: number,
  ...commands: (readonly string[])[]
): Promise<string[]> {
  const database = await make();
  const unchanged = await untouched(database);
  const said: string[] = [];
  for (const command of commands) {
    const ran = await restampOn(database, command);
    expect({ command, code: ran.code }).toEqual({ command, code });
    expectOneMessage(ran);
    said.push(ran.stderr);
  }
  await unchanged();
  return said;
}

test("repair without --yes runs nothing, and says what would", async () => {
  const [said] = await refused(wrong, 4, ["repair"]);
  expect(said).toContain("--yes");
  expect(said).toContain("restamp plan");
});

test("where several revisions fit, none is chosen", async () => {
  const [repair, plan] = await refused(
    ambiguous,
    4,
    ["repair", "--yes"],
    ["plan", "--path", "adopt"],
  );
  for (const said of [repair, plan]) {
    expect(said).toContain("A person has to choose");
    expect(said).toContain("--stamp");
  }
});

test("a revision that the schema does not prove is refused", async () => {
  const [repair] = await refused(
    ambiguous,
    4,
    ["repair", "--yes", "--stamp", FIRST],
    ["plan", "--stamp", "base"],
    ["plan", "--path", "adopt", "--stamp", WRONG],
  );
  expect(repair).toContain(`The schema does not prove revision ${FIRST}.`);
  await refused(wrong, 4, ["plan", "--stamp", WRONG], ["plan", "--stamp", HEAD]);
});

test("a revision that no script has is a mistake on the command line", async () => {
  const [said] = await refused(wrong, 2, ["repair", "--yes", "--stamp", "deadbeef"]);
  expect(said).toContain("deadbeef");
  expect(said).toContain(FIRST);
});

test("each of the revisions that fit can be chosen", async () => {
  const database = await ambiguous();
  const { code } = await restampOn(database, ["repair", "--yes", "--stamp", HEAD]);
  expect(code).toBe(0);
  await expectHealthy(database);
});

test("whichever of them is chosen, the later ones are run", async () => {
  const database = await ambiguous();
  await query(
    database,
    "INSERT INTO friend_links (user_id, friend_id) VALUES (1, 2), (3, 3), (4, 400)",
  );
  const chosen = ["--path", "adopt", "--stamp", INDEXES];
  const { code, stderr } = await restampOn(database, ["repair", "--yes", ...chosen]);
  expect(code).toBe(0);
  expect(stderr).toContain(`Running upgrade ${INDEXES} -> ${CLEANUP}`);
  expect(await stampOf(database)).toEqual([HEAD]);
  const links = await query(database, "SELECT user_id, friend_id FROM friend_links ORDER BY 1");
  expect(links).toEqual([
    { user_id: "1", friend_id: "2" },
    { user_id: "2", friend_id: "1" },
  ]);
});

test("path fresh is refused where tables are, and names them", async () => {
  const said = await refused(
    wrong,
    4,
    ["repair", "--yes", "--path", "fresh"],
    ["plan", "--path", "fresh"],
  );
  for (const text of said) expect(text).toContain("public.users");
});

test("path adopt is refused where there is nothing to adopt, and reset where nothing is to drop", async () => {
  await refused(emptyStamped, 4, ["plan", "--path", "adopt"], ["plan", "--path", "reset"]);
});

test("a healthy database refuses every path", async () => {
  const paths = ["fresh", "adopt", "reset"].map((path) => ["plan", "--path", path]);
  await refused(healthy, 4, ["repair", "--yes", "--path", "reset"], ...paths);
});

test("a path that does not exist is refused by name", async () => {
  const [said] = await refused(wrong, 2, ["repair", "--yes", "--path", "sideways"]);
  expect(said).toContain("sideways");
  expect(said).toContain("replay");
});

test("an upgrade alone is refused where it would go on from a wrong stamp", async () => {
  const [said] = await refused(wrong, 4, ["plan", "--path", "upgrade"]);
  expect(said).toContain("the stamp is not what the schema proves");
});

test("running what is missing is refused where nothing is missing behind what ran", async () => {
  const [said] = await refused(wrong, 4, ["plan", "--path", "replay"]);
  expect(said).toContain("No whole revision is missing");
});

test("reset does not destroy rows without the database's name", async () => {
  const reset = ["repair", "--yes", "--path", "reset"];
  const [said] = await refused(
    wrong,
    4,
    reset,
    [...reset, "--confirm", ""],
    [...reset, "--confirm", "wrong"],
  );
  for (const name of ["public.calls", "public.participants", "public.users", "--confirm"]) {
    expect(said).toContain(name);
  }
});

test("reset with the right name drops what the chain made, and builds it anew", async () => {
  const database = await wrong();
  await query(
    database,
    `CREATE SCHEMA other; CREATE TABLE other.keep (a int); INSERT INTO other.keep VALUES (1);
     CREATE TABLE keep (a int); INSERT INTO keep VALUES (2);
     CREATE TYPE mood AS ENUM ('ok')`,
  );
  const name = database.database ?? "";
  const ran = await restampOn(database, ["repair", "--yes", "--path", "reset", "--confirm", name]);
  expect(ran.code).toBe(0);
  await expectHealthy(database);
  expect(await query(database, "SELECT count(*)::int AS n FROM users")).toEqual([{ n: 0 }]);
  const kept = "SELECT a FROM other.keep UNION SELECT a FROM keep ORDER BY 1";
  expect(await query(database, kept)).toEqual([{ a: 1 }, { a: 2 }]);
  expect(await query(database, "SELECT 'ok'::mood AS mood")).toEqual([{ mood: "ok" }]);
});

test("reset needs no name where no table has rows", async () => {
  const database = await wrong();
  await query(database, "TRUNCATE users CASCADE");
  const ran = await restampOn(database, ["repair", "--yes", "--path", "reset"]);
  expect(ran.code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("reset is refused where tables outside the chain refer to its own", async () => {
  const make = async () => {
    const database = await wrong();
    await query(
      database,
      "CREATE TABLE notes (owner bigint CONSTRAINT its_owner REFERENCES users)",
    );
    return database;
  };
  const [said] = await refused(make, 4, ["plan", "--path", "reset"]);
  expect(said).toContain("its_owner");
});

test("reset is refused where others have attached partitions, which would go without a word", async () => {
  const project = smallProject({
    scripts: {
      "one.py": sqlScript("one", null, "CREATE TABLE event (at date) PARTITION BY RANGE (at)"),
    },
  });
  const database = await freshDatabase();
  await alembicIn(project, database, "upgrade", "head");
  await query(
    database,
    `CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
     INSERT INTO event VALUES ('2024-05-05'); DELETE FROM alembic_version`,
  );
  const ran = await restampOn(database, ["repair", "--yes", "--path", "reset"], { project });
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain("public.event_2024");
  const seen = await restampOn(database, ["diagnose", "--json"], { project });
  // The partition is nobody's drift.
  expect(JSON.parse(seen.stdout)).toMatchObject({ verdict: "unstamped", drift: [] });
  expect(await query(database, "SELECT count(*)::int AS n FROM event")).toEqual([{ n: 1 }]);
});

test("reset is taken back whole where a view outside the chain needs its table", async () => {
  const database = await wrong();
  await query(database, "CREATE VIEW names AS SELECT username FROM users");
  const unchanged = await untouched(database);
  const name = database.database ?? "";
  const ran = await restampOn(database, ["repair", "--yes", "--path", "reset", "--confirm", name]);
  await unchanged();
  expect(ran.stderr).toContain("view names");
  // The repair did not reach a verified end; nothing was out of reach.
  expect(ran.code).toBe(1);
});

test("plan with a path or a revision shows exactly that one", async () => {
  const database = await ambiguous();
  const { code, stdout } = await restampOn(database, ["plan", "--json", "--stamp", CLEANUP]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: "ambiguous",
    recommended: {
      path: "adopt",
      stamp: [CLEANUP],
      steps: [
        { id: "stamp_proven", shows: `alembic stamp ${CLEANUP}`, danger: "writes" },
        { id: "upgrade", shows: "alembic upgrade head" },
        { id: "verify", danger: "none" },
      ],
    },
  });
  const reset = await restampOn(database, ["plan", "--path", "reset"]);
  expect(reset.code).toBe(1);
  expect(reset.stdout).toContain("DESTROYS DATA");
  expect(reset.stdout).toMatch(/DROP TABLE [^\n]*public\.users/);
});
