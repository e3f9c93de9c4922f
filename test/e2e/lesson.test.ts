/** A lesson, as a trainee plays it in a terminal. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { answer, begin, choose, ownTemporary } from "../support/lessons.ts";
import { runRestamp, startRestamp } from "../support/restamp.ts";
import { arrive, go, runThePlan } from "../support/walk.ts";

const SHOWS = "Which command shows what the database says it is?";
const EMPTY = "Is this database empty?";

test("from the menu to the debrief: questions, a wrong answer that really happens, the wizard", async () => {
  const { home, environment, sandboxes, servers } = ownTemporary();
  const terminal = startRestamp(["practice"], { home, environment });
  await terminal.waitForAll(["❯ 1 Wrong stamp on an empty database", "Friday, 18:40."]);
  await terminal.quiet();
  terminal.press("Down");
  await terminal.waitFor("❯ 2 Wrong stamp on a populated database");
  terminal.press("Enter");
  await begin(terminal);

  terminal.press("Enter");
  await terminal.waitFor(SHOWS);
  terminal.press("?");
  await terminal.waitForAll(["Ctrl+C stop", "Esc close"]);
  terminal.press("Escape");
  await terminal.waitFor("Enter answer");
  await choose(terminal, "alembic heads");
  const unchanged = "That changed nothing: schema, stamp and rows are what they were.";
  await terminal.waitForAll([unchanged, "choose again"]);
  expect(terminal.text()).not.toContain("The database is now");
  terminal.press("Enter");
  await choose(terminal, "alembic stamp head");
  await terminal.waitForAll([
    "That is no look",
    "Running stamp_revision",
    "put back to what it was",
  ]);
  terminal.press("Enter");
  // The cursor stays at the answer that was given.
  await terminal.waitFor("❯ alembic stamp head");
  await answer(terminal, SHOWS, "alembic current");
  await arrive(terminal, "stamp");
  // What the wrong answer wrote is gone again.
  expect(terminal.text()).toContain("c7a3d9e12f8b");
  await go(terminal, "tables");

  terminal.press("Enter");
  await terminal.waitFor(EMPTY);
  await choose(terminal, "Yes, there is nothing at all");
  await terminal.waitForAll(['relation "users" already exists', "put back to what it was"]);
  terminal.press("Enter");
  await answer(terminal, EMPTY, "No, tables of the chain are there");
  await answer(terminal, "What is the matter here?", "Stamp ahead of the schema");
  await arrive(terminal, "chain");

  terminal.press("Enter");
  await terminal.waitFor("Which way would you take?");
  await choose(terminal, "Automatic script");
  await terminal.waitForAll(["ROWS LOST in public.users: 40 before, 0 now.", "choose again"]);
  terminal.press("Enter");
  await answer(terminal, "Which way would you take?", "3b");
  await answer(terminal, "And why that one?", "One revision leaves just this schema");
  await arrive(terminal, "path");
  await go(terminal, "review");
  await runThePlan(terminal);
  await go(terminal, "verify");
  await go(terminal, "report");
  terminal.press("Enter");
  await terminal.waitForAll([
    "every row that had to survive is there",
    "Questions answered at once: 2 of 5.",
    "alembic stamp 9044ba1e3377",
    "Kept as",
  ]);
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(servers()).toEqual([]);
  expect(sandboxes()).toEqual([]);

  const kept = join(home, "state/restamp/practice");
  const [debrief = ""] = readdirSync(kept).filter((name) => name.endsWith(".md"));
  expect(statSync(join(kept, debrief)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(kept, debrief), "utf8")).toContain("Wrong: Automatic script");
  const listed = await runRestamp(["practice", "--list", "--json"], { home });
  const played = JSON.parse(listed.stdout).find(
    ({ name }: { name: string }) => name === "wrong-stamp-populated",
  );
  expect(played.played).toMatchObject([{ right: 2, asked: 5, isHealthy: true, hasGivenUp: false }]);
});

test("a trainee types the commands of the written procedure, and the coach follows", async () => {
  const { home, environment } = ownTemporary();
  const terminal = startRestamp(["practice", "wrong-stamp-populated"], { home, environment });
  await begin(terminal);
  terminal.press("p");
  const type = async (command: string, ...shows: string[]) => {
    await terminal.waitFor("sandbox ❯");
    await terminal.quiet();
    terminal.type(command);
    await terminal.waitFor(`sandbox ❯ ${command}`);
    terminal.press("Enter");
    await terminal.waitForAll(shows);
  };
  await type("\\dt", "participants", "(4 rows)");
  await type("alembic upgrade head", 'relation "call_stats" does not exist');
  await type("alembic stamp 9044ba1e3377", "The database is now: Behind its scripts.");
  await type("DELETE FROM participants", "ROWS LOST in public.participants: 20 before, 0 now.");
  await terminal.quiet();
  terminal.press("Escape");
  await arrive(terminal, "connection");
  // What was lost is back with the beginning.
  terminal.press("x");
  await terminal.waitFor("Putting the sandbox back");
  await arrive(terminal, "connection");
  terminal.press("p");
  await type("alembic stamp 9044ba1e3377", "Behind its scripts");
  await type("alembic upgrade head", "The database is now: Healthy.");
  await terminal.quiet();
  terminal.press("Escape");
  await arrive(terminal, "connection");
  terminal.press("q");
  await terminal.waitFor("every row that had to survive is there");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
});

test("who gives up sees what a senior does, and how it ends; in Russian as well", async () => {
  const { home, environment } = ownTemporary();
  const args = ["practice", "raw-password", "--lang", "ru"];
  const terminal = startRestamp(args, { home, environment });
  await terminal.waitForAll(["История", "Enter начать"]);
  await terminal.quiet();
  terminal.press("h");
  await terminal.waitFor("Подсказка 1 из");
  terminal.press("s");
  await terminal.waitForAll(["База исправна", "Решение вы посмотрели", "Сохранено"]);
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
});

test("a database that was left as it is counts as not repaired", async () => {
  const { home, environment } = ownTemporary();
  const terminal = startRestamp(["practice", "wrong-stamp-empty"], { home, environment });
  await begin(terminal);
  terminal.press("q");
  await terminal.waitFor("The database is not healthy yet");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(1);
});
