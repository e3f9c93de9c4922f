/** What a run leaves behind that did not reach its end, and who stood in its way. */
import { expect, test } from "vitest";
import { runBehindALock } from "../support/behind-a-lock.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { holdLock, IN_THIS_DATABASE } from "../support/lock.ts";
import { processesNaming } from "../support/processes.ts";
import { startWizard } from "../support/restamp.ts";
import { arrive, finish, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

async function rowsOf(database: Awaited<ReturnType<typeof populated>>) {
  const columns = await columnsOf(database, ["users", "calls", "participants"]);
  return () => contents(database, columns);
}

test("whoever is in the way is ended by its number alone, and the run goes on to its end", async () => {
  const database = await populated();
  const read = await rowsOf(database);
  const before = await read();
  await holdLock(database, "users");
  const [holder] = await query<{ pid: number }>(
    database,
    `SELECT pid FROM pg_locks
     WHERE relation = 'users'::regclass AND mode = 'RowExclusiveLock' AND ${IN_THIS_DATABASE}`,
  );
  const terminal = startWizard(database, { args: ["--lock-timeout", "60s"] });
  await walkTo(terminal, "review");
  terminal.press("y");
  await terminal.waitFor("t end that session");
  terminal.press("t");
  await terminal.waitFor(`type its number (${holder?.pid})`);
  // Letters belong to the number that is typed.
  terminal.type("q1");
  await terminal.waitFor("number ❯ q1");
  terminal.press("Enter");
  await terminal.waitFor('"q1" is not its number. Nothing was done.');
  terminal.type("\u0015");
  terminal.type(String(holder?.pid));
  await terminal.waitFor(`number ❯ ${holder?.pid}`);
  terminal.press("Enter");
  await terminal.waitFor("All steps are done");
  expect(terminal.text()).toContain(`Process ${holder?.pid} was ended.`);
  expect(await finish(terminal)).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(await read()).toEqual(before);
});

test("the next start names a session that was killed, and takes it back by two keys", async () => {
  const database = await populated();
  const read = await rowsOf(database);
  const before = await read();
  const { home, lock, terminal: killed } = await runBehindALock(database);
  for (const { pid } of processesNaming(home)) process.kill(pid, "SIGKILL");
  await killed.exit();
  await lock.release();
  await expect.poll(() => lock.isWaitedFor()).toBe(false);
  expect(await stampOf(database)).toEqual([FIRST]);

  const terminal = startWizard(database, { home });
  await terminal.waitForAll(["was interrupted after 1 of 3 steps", "u take it back"]);
  terminal.press("u");
  await terminal.waitForAll(["1/9 Take back", "changed the version table alone", "y take it back"]);
  terminal.press("Escape");
  await terminal.waitFor("u take it back");
  expect(await stampOf(database)).toEqual([FIRST]);
  terminal.press("u");
  await terminal.waitFor("y take it back");
  terminal.press("y");
  await terminal.waitFor("was taken back: schema, rows and stamp");
  expect(await stampOf(database)).toEqual([WRONG]);
  expect(await read()).toEqual(before);
  terminal.press("Enter");
  await arrive(terminal, "connection");
  expect(terminal.text()).not.toContain("was interrupted");
  terminal.press("q");
  expect((await terminal.exit()).code).toBe(1);
  // What was taken back is no nothing.
  expect(terminal.text()).toMatch(/^What was run in this session stays/);
});

test("what a killed restamp has left at work is told, and nothing is offered beside it", async () => {
  const database = await populated();
  const { home, lock, terminal: killed } = await runBehindALock(database);
  const restamp = processesNaming(home).find(({ args }) => args.includes("--lock-timeout"));
  process.kill(restamp?.pid ?? 0, "SIGKILL");
  await killed.exit();

  const terminal = startWizard(database, { home });
  await terminal.waitFor("a migration still runs in this database");
  expect(terminal.text()).not.toContain("u take it back");
  await lock.release();
  await expect.poll(() => stampOf(database), { timeout: 20_000 }).toEqual([HEAD]);
  terminal.press("r");
  await terminal.waitForAll(["was interrupted after 1 of 3 steps", "u take it back"]);
  terminal.press("q");
  await terminal.exit();
});
