/** Chains with several bases and heads, on a real server: each state, holes, and what goes wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import {
  branchedProject,
  HEADS,
  ORDER,
  PARENTS,
  WITHOUT_TRACE,
} from "../support/branched-project.ts";
import { alembicIn, freshDatabase, query } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";

/** Every set of revisions that holds each one's parents. */
function states(): string[][] {
  const all: string[][] = [];
  for (let mask = 0; mask < 2 ** ORDER.length; mask += 1) {
    const chosen = ORDER.filter((_, place) => (mask >> place) % 2 === 1);
    const isClosed = chosen.every((id) => PARENTS[id]?.every((parent) => chosen.includes(parent)));
    if (isClosed) all.push(chosen);
  }
  return all;
}

const headsOf = (applied: readonly string[]) =>
  applied.filter((id) => !applied.some((other) => PARENTS[other]?.includes(id)));

async function stampOf(database: DatabaseUrl) {
  const rows = await query<{ version_num: string }>(
    database,
    "SELECT version_num FROM alembic_version ORDER BY 1",
  );
  return rows.map((row) => row.version_num);
}

async function migrated(project: string, applied: readonly string[]): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  for (const head of headsOf(applied)) await alembicIn(project, database, "upgrade", head);
  if (applied.includes("a1")) await query(database, "INSERT INTO a (id) VALUES (1), (2)");
  return database;
}

async function diagnosed(project: string, database: DatabaseUrl) {
  const { stdout } = await restampOn(database, ["diagnose", "--json"], { project });
  return JSON.parse(stdout);
}

/** A wrong stamp for every other state: the sweep tries them all (docs/maintainers/sweep.md). */
const cases = states()
  .filter((_, at) => at % 2 === 1)
  .map((applied, at) => {
    const stamped = states().at((3 * at + 2) % states().length) ?? [];
    const name = (ids: readonly string[]) => headsOf(ids).join("+") || "nothing";
    return { applied, stamped, title: `${name(applied)} under ${name(stamped)}` };
  });

test("states are found under wrong stamps, and the recommended repair ends at all heads", async () => {
  const project = branchedProject();
  let repaired = 0;
  for (const { applied, stamped, title } of cases) {
    const database = await migrated(project, applied);
    const stamp = headsOf(stamped);
    await alembicIn(
      project,
      database,
      "stamp",
      "--purge",
      ...(stamp.length > 0 ? stamp : ["base"]),
    );
    const { evidence, recommended } = await diagnosed(project, database);
    const truth = headsOf(applied).sort();
    const candidates = evidence.candidates.map((heads: string[]) => [...heads].sort());
    expect(candidates, title).toContainEqual(truth);
    // What is called proven is the truth, or differs from it only in what leaves no trace.
    const traced = (ids: readonly string[]) => ids.filter((id) => !WITHOUT_TRACE.includes(id));
    for (const heads of candidates) {
      expect(traced(below(heads)).sort(), title).toEqual(traced(applied).sort());
    }
    if (recommended.path === "ask") continue;
    const ran = await restampOn(database, ["repair", "--yes"], { project });
    expect({ title, code: ran.code, stderr: ran.code === 0 ? "" : ran.stderr }).toEqual({
      title,
      code: 0,
      stderr: "",
    });
    expect(await stampOf(database)).toEqual(HEADS);
    if (applied.includes("a1")) {
      expect(await query(database, "SELECT id FROM a ORDER BY 1")).toEqual([{ id: 1 }, { id: 2 }]);
    }
    repaired += 1;
  }
  expect(repaired).toBeGreaterThan(cases.length / 2);
}, 300_000);

function below(heads: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = [...heads];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    found.add(id);
    waiting.push(...(PARENTS[id] ?? []));
  }
  return [...found];
}

/** a2 was stamped over, everything after it has run. */
async function withHole(project: string): Promise<DatabaseUrl> {
  const database = await migrated(project, ["a1", "a3", "a4", "b1", "b2"]);
  await alembicIn(project, database, "stamp", "--purge", "a2", "a4", "b2");
  await alembicIn(project, database, "upgrade", "am");
  return database;
}

test("a missing revision behind a merge runs alone, and the other branch keeps its row", async () => {
  const project = branchedProject();
  const database = await withHole(project);
  expect(await stampOf(database)).toEqual(HEADS);
  const seen = await diagnosed(project, database);
  expect(seen.verdict).toBe("hole");
  expect(seen.recommended).toMatchObject({ path: "replay", stamp: HEADS });
  expect(seen.findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: "believed", items: ["a4"] }),
      expect.objectContaining({ code: "several_heads", items: HEADS }),
    ]),
  );
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project });
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", repaired: true });
  expect(await stampOf(database)).toEqual(HEADS);
  expect(await query(database, "SELECT id, x FROM a ORDER BY 1")).toEqual([
    { id: 1, x: "x" },
    { id: 2, x: "x" },
  ]);
});

test("a missing revision that fails leaves the version table as it was", async () => {
  const project = branchedProject();
  const database = await withHole(project);
  expect((await diagnosed(project, database)).recommended.path).toBe("replay");
  // What the reference cannot know: rows that the constraint of the day refuses.
  await query(
    database,
    `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
     CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse()`,
  );
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project });
  expect(ran.code).toBe(1);
  const told = JSON.parse(ran.stdout);
  expect(told).toMatchObject({ repaired: false, error: { code: "step_failed" } });
  expect(await stampOf(database)).toEqual(HEADS);
  expect(readFileSync(told.report, "utf8")).toContain("The version table was put back as it was.");
});

test("an env.py that loses its own transaction is told apart from a failing revision", async () => {
  const project = branchedProject({ before: 'connection.exec_driver_sql("SELECT 1")' });
  // Recorded by an env.py that is right: the fault came later.
  const sound = branchedProject();
  const database = await freshDatabase();
  await restampOn(database, ["record"], { project: sound });
  const reference = readFileSync(join(sound, "restamp.reference.json"), "utf8");
  writeFiles(project, { "restamp.reference.json": reference });
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project });
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    repaired: false,
    error: { code: "silent_rollback", why: expect.stringContaining("context.configure()") },
  });
  expect(await query(database, "SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
});
