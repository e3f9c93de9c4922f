/** restamp where there is no terminal: in a pipe, in a script. */
import { expect, test } from "vitest";
import { emptyStamped, FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { REVISIONS } from "../support/database.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";

const populated = populatedDatabases(FIRST, WRONG);

test("restamp alone says in one message that it needs a terminal, and ends with 2", async () => {
  const database = await populated();
  const expectUntouched = await untouched(database);
  const { code, stdout, stderr } = await runRestamp(["-c", REVISIONS, "--url", database.text]);
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr.split("\n")).toEqual([
    "restamp: The wizard needs a terminal, and there is none.",
    "Why:   Its input or its output is a pipe or a file.",
    "Next:  Use restamp diagnose, restamp plan or restamp repair --yes. Over SSH: ssh -t.",
    "",
  ]);
  await expectUntouched();
});

test("diagnose and plan change nothing, and repair --yes does what the plan says", async () => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const home = temporaryFolder();
  const target = ["-c", REVISIONS, "--url", database.text];
  const diagnosed = await runRestamp([...target, "diagnose"], { home });
  expect(diagnosed.code).toBe(1);
  expect(diagnosed.stdout).toContain("Stamped, but empty.");
  const planned = await runRestamp([...target, "plan"], { home });
  expect(planned.stdout).toMatch(/alembic stamp base\n.*alembic upgrade head\n/s);
  const refused = await runRestamp([...target, "repair"], { home });
  expect(refused.code).toBe(4);
  await expectUntouched();
  const repaired = await runRestamp([...target, "repair", "--yes"], { home });
  expect(repaired).toMatchObject({ code: 0, signal: null });
  expect(repaired.stderr).toContain("Repaired and verified.");
  const again = await runRestamp([...target, "diagnose"], { home });
  expect(again.code).toBe(0);
  expect(again.stdout).toContain("Healthy.");
});
