/**
 * What can happen to a repair, at each of its alembic commands, for real. docs/operators/faults.md
 * has the same list.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { query } from "../support/database.ts";
import { ALL_FAULTS, type Fault, faultyAlembic } from "../support/faulty-alembic.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { expectHealthy, restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { allStates, type State } from "../support/states.ts";

const TABLES = ["users", "calls", "participants", "call_stats", "friend_links"];

const states = allStates();

function stateCalled(name: string): State {
  const found = states.find((state) => state.name === name);
  if (!found) throw new Error(name);
  return found;
}

/** Of a command that only moves the stamp, as at the other paths. */
const SOME: readonly Fault[] = [
  "restamp is killed after it",
  "alembic is killed while it works",
  "it fails",
];

/** Paths, and the alembic commands at which something happens. All faults, if not said otherwise. */
const CASES = [
  { path: "adopt", state: "a stamp ahead of three tables", at: "stamp" },
  { path: "adopt", state: "a stamp ahead of three tables", at: "upgrade" },
  { path: "fresh", state: "a stamp on an empty database", at: "stamp", faults: SOME },
  { path: "fresh", state: "a stamp on an empty database", at: "upgrade" },
  {
    path: "replay",
    state: "a revision that never ran behind others that did",
    at: "stamp",
    faults: SOME,
  },
  { path: "replay", state: "a revision that never ran behind others that did", at: "upgrade" },
  { path: "reset", state: "a stamp ahead of three tables", at: "upgrade" },
] as const;

const all = CASES.flatMap(({ path, state, at, ...more }) =>
  ("faults" in more ? more.faults : ALL_FAULTS).map((fault) => ({ path, state, at, fault })),
);

/** What is orphaned goes on: it is waited for. */
const OTHERS = `SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

async function untilAlone(database: DatabaseUrl): Promise<void> {
  await expect.poll(() => query(database, OTHERS), { timeout: 30_000 }).toEqual([{ n: 0 }]);
}

test.for(all)("$path, at alembic $at: $fault", async ({ path: way, state, at, fault }) => {
  const { make, moves = [] } = stateCalled(state);
  const [database, home] = [await make(), temporaryFolder()];
  await query(
    database,
    "CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes VALUES (1, 'not the chain''s')",
  );
  // What the automatic script destroys was consented to; nothing beside it was.
  const kept = way === "reset" ? ["notes"] : [...TABLES, "notes"];
  const columns = await columnsOf(database, kept);
  const before = await contents(database, columns);
  const moved = Object.fromEntries(moves.map((table) => [table, expect.anything()]));
  const { path, hasHappened } = faultyAlembic(database, at, fault);

  const consent = ["--path", "reset", "--confirm", database.database ?? ""];
  const args = ["repair", "--yes", "--alembic", path, ...(way === "reset" ? consent : [])];
  const ran = await restampOn(database, args, { home });
  expect(hasHappened()).toBe(true);
  await untilAlone(database);
  expect(await contents(database, columns)).toEqual({ ...before, ...moved });

  const sessions = await restampOn(database, ["sessions", "--json"], { home });
  const [session] = JSON.parse(sessions.stdout);
  const isKilled = ran.signal === "SIGKILL";
  if (isKilled) expect(session.status).toBe("unfinished");
  else expect(session.status).toBe(ran.code === 0 ? "verified" : "failed");

  // Whatever it is now, a diagnosis says it, and another repair ends well.
  const diagnosed = await restampOn(database, ["diagnose", "--json"], { home });
  expect([0, 1]).toContain(diagnosed.code);
  if (ran.code === 0) expect(JSON.parse(diagnosed.stdout).verdict).toBe("healthy");
  const again = await restampOn(database, ["repair", "--yes"], { home });
  if (isKilled && diagnosed.code === 1) expect(again.stderr).toContain("was interrupted after");
  expect(again).toMatchObject({ code: 0 });
  await expectHealthy(database);
  expect(await contents(database, columns)).toEqual({ ...before, ...moved });
});

test("the docs list these faults, and no others", () => {
  const docs = readFileSync(new URL("../../docs/operators/faults.md", import.meta.url), "utf8");
  const listed = [...docs.matchAll(/^\| ([^|]+) \| /gm)].map((match) => match[1]?.trim());
  for (const fault of ALL_FAULTS) expect(listed).toContain(fault);
});
