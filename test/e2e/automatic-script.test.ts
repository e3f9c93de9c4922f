/** The automatic script of the written procedure: for a new server only, because it destroys data. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { untouched } from "../support/untouched.ts";
import { arrive, enter, finish, go, moveTo, runThePlan, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

const SOMEBODY_ELSES = `
  CREATE TYPE other_mood AS ENUM ('calm', 'call');
  CREATE SEQUENCE other_numbers START 41;
  CREATE TABLE other_app (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood other_mood, users text);
  INSERT INTO other_app (mood, users) SELECT 'calm', 'row ' || n FROM generate_series(1, 25) AS n;
  CREATE VIEW other_view AS SELECT id, users FROM other_app WHERE mood = 'calm';
  SELECT nextval('other_numbers')`;

/** What somebody else has: the very same rows and objects, not ones made anew. */
async function others(database: DatabaseUrl): Promise<unknown[]> {
  return query(
    database,
    `SELECT 'object' AS kind, oid::regclass::text AS name, oid::text AS a, xmin::text AS b
     FROM pg_class WHERE relname LIKE 'other%'
     UNION ALL SELECT 'type', typname, oid::text, xmin::text FROM pg_type WHERE typname LIKE 'other%'
     UNION ALL SELECT 'row', o::text, o.ctid::text, o.xmin::text FROM other_app AS o
     UNION ALL SELECT 'seen', v::text, '', '' FROM other_view AS v
     UNION ALL SELECT 'number', last_value::text, '', '' FROM other_numbers ORDER BY 1, 2`,
  );
}

const oidOf = async (database: DatabaseUrl, table: string) =>
  (await query<{ oid: string }>(database, `SELECT $1::regclass::oid::text AS oid`, [table]))[0]
    ?.oid;

const countOf = async (database: DatabaseUrl, table: string) =>
  (await query<{ n: number }>(database, `SELECT count(*)::int AS n FROM ${table}`))[0]?.n;

/** From the list of paths to the review of the automatic script. */
async function reviewReset(terminal: Terminal): Promise<void> {
  await moveTo(terminal, /^❯ Automatic script/m);
  await terminal.waitForAll([/^❯ Automatic script/m, "DESTROYS DATA: drop what the chain made"]);
  await go(terminal, "review");
}

test("the automatic script wants the database's name, then makes the chain's objects anew and spares the others", async () => {
  const database = await populated();
  await query(database, SOMEBODY_ELSES);
  const name = database.database ?? "";
  const expectUntouched = await untouched(database);
  const spared = await others(database);
  const users = await oidOf(database, "users");
  const home = temporaryFolder();
  const terminal = startWizard(database, { home, rows: 30 });

  await walkTo(terminal, "path");
  await reviewReset(terminal);
  await terminal.waitForAll([
    /^1\. Drop everything that the chain made {2}DESTROYS DATA$/m,
    '> BEGIN; DROP TABLE public.calls, public.participants, public.users; DROP TYPE public.call_status; DROP TABLE "public"."alembic_version"; COMMIT;',
    "✗ DATA WILL BE DESTROYED in: public.calls, public.participants, public.users.",
  ]);
  expect(terminal.text()).not.toContain("CASCADE");
  expect(terminal.text()).not.toContain("other_");

  await go(terminal, "consent", "y");
  await terminal.waitForAll([
    "✗ ALL ROWS IN THESE TABLES WILL BE LOST: public.calls public.participants public.users",
    `type the name of the database (${name})`,
  ]);
  for (const wrong of ["y", "yes", name.toUpperCase(), `${name} x`]) {
    await enter(terminal, wrong);
    await terminal.waitFor(`! "${wrong}" is not its name. Nothing was done.`);
    // Ctrl+U empties the field.
    terminal.type("\u0015");
    await terminal.waitFor(/^name ❯$/m);
  }
  terminal.press("Enter");
  await terminal.waitFor('! "" is not its name. Nothing was done.');
  await expectUntouched();

  await enter(terminal, name);
  await arrive(terminal, "run");
  await terminal.waitForAll([
    /✓ Drop everything that the chain made .*\n✓ Run the missing revisions /,
    "Running upgrade -> 9044ba1e3377",
    "All steps are done.",
  ]);
  await go(terminal, "verify");
  await terminal.waitFor(/1 further table.* left alone/);
  await go(terminal, "report");
  await terminal.waitFor("Did Drop everything that the chain made; Run the missing revisions");
  terminal.press("Enter");
  expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });

  expect(await stampOf(database)).toEqual([HEAD]);
  expect(await others(database)).toEqual(spared);
  expect(await oidOf(database, "users")).not.toBe(users);
  for (const table of ["users", "calls", "participants"]) {
    expect(await countOf(database, table)).toBe(0);
  }
  expect(reportsIn(home)).toEqual([expect.stringContaining("can only come back from a backup")]);
});

test("an enum type that was left behind is dropped and made anew, without a question where no row is lost", async () => {
  const database = await emptyStamped();
  await query(
    database,
    "CREATE TYPE call_status AS ENUM ('ringing', 'active', 'ended', 'missed', 'declined')",
  );
  const terminal = startWizard(database);
  await walkTo(terminal, "path");
  // It proves nothing by being there: 3a drops it as well.
  await terminal.waitFor(/3a +Empty database +✓ recommended/);
  await reviewReset(terminal);
  await terminal.waitFor("DROP TYPE public.call_status;");
  expect(terminal.text()).not.toContain("DATA WILL BE DESTROYED");
  await runThePlan(terminal);
  expect(await finish(terminal)).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("what somebody else has built on the chain's tables stops the automatic script, and nothing is lost", async () => {
  const database = await populated();
  await query(database, "CREATE VIEW their_view AS SELECT username FROM users");
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database, { rows: 30 });
  await walkTo(terminal, "path");
  await reviewReset(terminal);
  await go(terminal, "consent", "y");
  await enter(terminal, database.database ?? "");
  await arrive(terminal, "run");
  // Which object it is, or nobody can mend it.
  await terminal.waitForAll(["✗ Drop everything that the chain made", "their_view"]);
  await go(terminal, "report");
  await terminal.waitFor("Did none");
  terminal.press("q");
  expect((await terminal.exit()).code).not.toBe(0);
  await expectUntouched();
});
