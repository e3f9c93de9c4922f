/** Migrations that say a lot, all at once. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { projectCopy, startRestamp } from "../support/restamp.ts";
import { finish, runThePlan, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** A traceback is written in one piece as well, when the machine is busy. */
const SAYS_A_LOT = `
if "upgrade" in __import__("sys").argv:
    __import__("os").write(1, b"".join(b"line %d\\n" % n for n in range(1, 1001)))
`;

test("a thousand lines in one piece disturb neither the screen nor the run", async () => {
  const database = await populated();
  const project = projectCopy();
  appendFileSync(join(project, "env.py"), SAYS_A_LOT);
  const terminal = startRestamp([
    ...["-c", project, "--url", database.text],
    ...["--backup", "none", "--rehearse", "none"],
  ]);
  await walkTo(terminal, "review");
  await runThePlan(terminal);
  await terminal.waitFor("line 1000");
  expect(await finish(terminal)).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});
