import { expect, test } from "vitest";
import type { VersionTable } from "../../src/core/snapshot.ts";
import { compareStamps } from "../../src/session/screens/compare-stamps.ts";
import { ID, snapshotOf } from "./chain.ts";
import { fakeWorkbench, SERVER, said, script } from "./fakes.ts";
import { LIVE } from "./states.ts";

const UNKNOWN = "0123456789ab";
const LOST = [`FAILED: Can't locate revision identified by '${UNKNOWN}'`];

interface Given {
  readonly rows: readonly string[] | null;
  readonly says: readonly string[];
  readonly exitCode?: number;
  readonly another?: VersionTable;
}

function compare({ rows, says, exitCode = 0, another }: Given) {
  const otherVersionTables = another ? [another] : [];
  const versionSnapshot = snapshotOf({ ...LIVE.healthy, stamp: rows, otherVersionTables });
  const workbench = fakeWorkbench(script());
  const current = said("current", says, exitCode);
  return compareStamps({ workbench, server: SERVER, checks: [], current, versionSnapshot });
}

test("alembic and the table agree, whatever alembic adds to the id", () => {
  expect(compare({ rows: [ID.head], says: [`${ID.head} (head)`] })).toEqual({
    result: "agree",
    ids: [ID.head],
  });
  expect(compare({ rows: [ID.photo], says: ["INFO  Context impl", ID.photo, ""] }).result).toBe(
    "agree",
  );
});

test("a row that no script has is unknown, and alembic's failure is explained by it", () => {
  expect(compare({ rows: [UNKNOWN], says: LOST, exitCode: 255 })).toEqual({
    result: "unknown",
    ids: [UNKNOWN],
  });
});

test("of several rows those that no script has are named", () => {
  expect(compare({ rows: [ID.head, UNKNOWN], says: LOST, exitCode: 255 }).ids).toEqual([UNKNOWN]);
});

test("a row that another one contains is hidden by alembic", () => {
  expect(compare({ rows: [ID.photo, ID.head], says: [`${ID.head} (head)`] })).toEqual({
    result: "hidden",
    ids: [ID.photo],
  });
});

test("an alembic that says something else altogether differs", () => {
  expect(compare({ rows: [ID.photo], says: [`${ID.head} (head)`] })).toEqual({
    result: "differ",
    ids: [ID.photo],
  });
  expect(compare({ rows: [ID.photo], says: [] }).result).toBe("differ");
});

test("an id that merely begins with the row's is another one", () => {
  expect(compare({ rows: [ID.photo], says: [`${ID.photo}0`] }).result).toBe("differ");
});

test("no table, an empty table and several tables are told apart", () => {
  expect(compare({ rows: null, says: [] })).toEqual({ result: "no_table", ids: [] });
  expect(compare({ rows: [], says: [] })).toEqual({ result: "empty_table", ids: [] });
  const another = { schema: "audit", name: "alembic_version", rows: [ID.photo], maxLength: 32 };
  expect(compare({ rows: [ID.head], says: [ID.head], another })).toEqual({
    result: "several",
    ids: [],
  });
});

test("an alembic that fails over known rows has failed for another reason", () => {
  const says = ["Traceback", "sqlalchemy.exc.OperationalError: connection refused"];
  expect(compare({ rows: [ID.head], says, exitCode: 1 })).toEqual({
    result: "alembic_failed",
    ids: [],
  });
});
