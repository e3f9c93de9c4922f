/** Step 3a of the written procedure: a stamp, and not one table behind it. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { emptyStamped, HEAD, stampOf } from "../support/broken-databases.ts";
import { alembic } from "../support/database.ts";
import { columnsOf } from "../support/fingerprint.ts";
import { reportsIn } from "../support/reports.ts";
import { projectCopy, startRestamp, startWizard, temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";
import {
  arrive,
  finish,
  go,
  isAt,
  runThePlan,
  tableRow,
  WAY_OF_3A,
  walkTo,
} from "../support/walk.ts";

/** What the written procedure lists at its end, without the version table. */
const TABLES = ["users", "calls", "participants", "call_stats", "friend_links"];

test("alembic upgrade head fails on the written case as it is written", async () => {
  const failure = await alembic(await emptyStamped(), "upgrade", "head").catch((error) => error);
  const lines = String(failure.message).trimEnd().split("\n");
  expect(lines.at(-1)).toBe("sqlalchemy.exc.NoSuchTableError: users");
});

test("an empty database is repaired by alembic stamp base, each step shown before it is taken", async () => {
  const database = await emptyStamped();
  const backend = projectCopy();
  const home = temporaryFolder();
  writeFileSync(join(backend, ".env"), `DATABASE_URL=${database.text}\n`);
  const terminal = startRestamp([], { cwd: dirname(backend), home });

  await arrive(terminal, "connection");
  await terminal.waitForAll([
    `Project ${join(backend, "alembic.ini")}`,
    "8 revisions",
    `head ${HEAD}`,
    `DATABASE_URL in ${join(backend, ".env")}`,
    `at ${database.host}:${database.port} database ${database.database}, role ${database.user}`,
    "may create tables",
    /Alembic +alembic \d+\.\d+/,
    "restamp and alembic reach the same database",
  ]);

  await go(terminal, "stamp");
  await terminal.waitForAll([
    /\$ alembic current\n│ c7a3d9e12f8b\n/,
    /> SELECT version_num FROM "public"\."alembic_version".*\n│ c7a3d9e12f8b\n│ \(1 row\)/,
    "a claim, not a proof",
  ]);

  await go(terminal, "tables");
  await terminal.waitForAll([
    ...["users", "calls", "participants", "call_stats"].map((name) =>
      tableRow(name, "public", "MISSING"),
    ),
    tableRow("alembic_version", "public", "some", "version table"),
    "4 tables are missing that the stamp promises.",
  ]);

  await go(terminal, "chain");
  await terminal.waitForAll([
    /\(base\) +◀ schema\n/,
    /○ 9044ba1e3377 Initial migration +not there\n○ fb958ba03c93 .*\n○ c7a3d9e12f8b .*◀ stamp\n○ d1e2f3a4b5c6 .*\n○ e5f6a7b8c9d0 .*\n○ f1a2b3c4d5e6 .*\n· a1b2c3d4e5f6 .*\n· g1h2i3j4k5l6 /,
    "Stamped, but empty. The stamp says c7a3d9e12f8b, but not one of the chain's objects is there.",
  ]);

  await go(terminal, "path");
  await terminal.waitForAll([
    /^❯ 3a +Empty database +✓ recommended$/m,
    /3b +Populated database Stamp what the schema proves, then run the rest\. ✗ The database has none/,
    /Automatic script DESTROYS DATA: .* ✗ The database has none/,
  ]);

  await go(terminal, "clear");
  await terminal.waitForAll([/^❯ alembic stamp base$/m, /^ {2}DROP TABLE$/m]);

  await go(terminal, "review");
  await terminal.waitForAll([
    /^1\. Clear the stamp {2}writes.*\n {3}\$ alembic stamp base$/m,
    /^2\. Run the missing revisions {2}writes.*\n {3}\$ alembic upgrade head$/m,
    "runs 9044ba1e3377, fb958ba03c93, c7a3d9e12f8b, d1e2f3a4b5c6, e5f6a7b8c9d0, f1a2b3c4d5e6, a1b2c3d4e5f6, g1h2i3j4k5l6",
    /^3\. Verify on a new connection {2}reads only/m,
    "Nothing has been changed so far.",
  ]);
  expect(await stampOf(database)).toEqual(["c7a3d9e12f8b"]);

  await runThePlan(terminal);
  await terminal.waitForAll([
    /✓ Clear the stamp .*\n✓ Run the missing revisions .*\n✓ Verify on a new connection /,
    "Running upgrade -> 9044ba1e3377, Initial migration",
    "All steps are done.",
  ]);

  await go(terminal, "verify");
  await terminal.waitForAll([
    "✓ Verified on a new connection: the schema is the head's, and so is the stamp.",
    ...TABLES.map((name) => `✓ public.${name}`),
    /\$ alembic current\n│ g1h2i3j4k5l6 \(head\)/,
    `Version table: ${HEAD}`,
  ]);

  await go(terminal, "report");
  await terminal.waitForAll([
    "✓ Repaired and verified.",
    "Was The stamp says c7a3d9e12f8b",
    "Did Clear the stamp; Run the missing revisions; Verify on a new connection",
    `Is Stamp and schema agree: the database is at ${HEAD}, the head.`,
    `Saved as ${home}`,
  ]);
  terminal.press("Enter");
  expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
  expect(terminal.text()).toMatch(/^Repaired and verified\. Saved as \//);

  expect(await stampOf(database)).toEqual([HEAD]);
  expect(Object.keys(await columnsOf(database, TABLES)).sort()).toEqual([...TABLES].sort());
  expect(await alembic(database, "current")).toEqual([`${HEAD} (head)`]);
  const [report = "", ...others] = reportsIn(home);
  expect(others).toEqual([]);
  expect(report).toContain("Result: repaired and verified");
  expect(report).toContain("Version table before: c7a3d9e12f8b.");
  expect(report).toContain("alembic stamp --purge c7a3d9e12f8b");
});

test("alembic downgrade base is shown with the reason why it fails here, and DROP TABLE repairs as well", async () => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await walkTo(terminal, "clear", WAY_OF_3A);
  terminal.press("Down");
  await terminal.waitFor(/^❯ DROP TABLE$/m);
  terminal.press("Down");
  await terminal.waitForAll([
    /^❯ alembic downgrade base$/m,
    "✗ Fails here: the downgrade of c7a3d9e12f8b meets objects that are not there.",
  ]);
  terminal.press("Enter");
  await terminal.quiet();
  // Keys are taken in order: once the help is there, Enter has had its effect.
  terminal.press("?");
  await terminal.waitFor("Three ways to the same end.");
  terminal.press("?");
  await terminal.waitFor(/^❯ alembic downgrade base$/m);
  expect(isAt(terminal, "clear")).toBe(true);
  await expectUntouched();
  // The reason is the truth.
  const failure = await alembic(database, "downgrade", "base").catch((error) => error);
  expect(String(failure.message)).toContain('relation "users" does not exist');
  await expectUntouched();

  terminal.press("Up");
  await terminal.waitFor(/^❯ DROP TABLE$/m);
  await go(terminal, "review");
  await terminal.waitFor(
    /^1\. Drop the version table {2}writes.*\n {3}> BEGIN;\n {5}DROP TABLE "public"\."alembic_version";\n {5}COMMIT;$/m,
  );
  await runThePlan(terminal);
  await terminal.waitFor(/✓ Drop the version table .*\n✓ Run the missing revisions /);
  expect(await finish(terminal)).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(Object.keys(await columnsOf(database, TABLES))).toHaveLength(TABLES.length);
});
