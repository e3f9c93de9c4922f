import { expect, test } from "vitest";
import type { CommandResult } from "../../src/io/ports/command.ts";
import { verify } from "../../src/session/run/verify.ts";
import { ID, type Live, snapshotOf } from "./chain.ts";
import { fakeWorkbench, said, script } from "./fakes.ts";
import { LIVE, surveyed } from "./states.ts";

const before = await surveyed(LIVE.stampAhead);
const AT_HEAD = said("current", [`${ID.head} (head)`]);

async function verified(live: Live, current: CommandResult = AT_HEAD) {
  const calls = script(["snapshot", snapshotOf(live)], ["alembic current", current]);
  const result = await verify({ ...before, workbench: fakeWorkbench(calls) }, [ID.head], []);
  expect(calls.faults()).toEqual([]);
  return result;
}

test("the head's schema with the head's stamp is verified", async () => {
  const result = await verified(LIVE.healthy);
  expect(result).toMatchObject({
    verified: true,
    faults: [],
    stampIsRight: true,
    alembicAgrees: true,
    diagnosis: { verdict: "healthy" },
  });
  expect(result.expectedTables).toEqual(
    ["calls", "participants", "users", "call_stats", "friend_links"].map((name) => ({
      identity: `public.${name}`,
      there: true,
    })),
  );
});

test("a table that is missing is a fault, with all that belongs to it", async () => {
  const result = await verified({ ...LIVE.healthy, schema: ID.photo });
  expect(result.verified).toBe(false);
  expect(result.expectedTables).toContainEqual({ identity: "public.friend_links", there: false });
  expect(result.faults).toContainEqual({
    key: "table public.friend_links",
    change: "missing",
    expected: "table",
    actual: null,
  });
});

test("a column of another type is a fault, with what it should be and what it is", async () => {
  const key = "column public.users.photo_url";
  const result = await verified({ ...LIVE.healthy, facts: { [key]: "text" } });
  expect(result.faults).toEqual([
    { key, change: "changed", expected: "character varying(2048)", actual: "text" },
  ]);
  expect(result.verified).toBe(false);
});

test("objects beside the chain's are no fault", async () => {
  const result = await verified({
    ...LIVE.healthy,
    facts: { "table public.orders": "table", "index public.users.by_hand": "CREATE INDEX" },
  });
  expect(result).toMatchObject({ verified: true, faults: [] });
  expect(result.diagnosis.unmanaged).toEqual(["public.orders"]);
});

test.each([
  ["another revision", [ID.friends]],
  ["a second row", [ID.friends, ID.head]],
  ["no row", []],
  ["no table", null],
])("a stamp with %s is not right", async (_, stamp) => {
  const result = await verified({ schema: ID.head, stamp });
  expect(result).toMatchObject({ verified: false, stampIsRight: false, faults: [] });
});

test.each([
  ["fails", said("current", [`${ID.head} (head)`], 1)],
  ["prints nothing", said("current", [])],
  ["says another revision", said("current", [ID.friends])],
  ["says a longer one", said("current", [`${ID.head}x (head)`])],
])("an alembic that %s does not agree", async (_, current) => {
  const result = await verified(LIVE.healthy, current);
  expect(result).toMatchObject({ verified: false, stampIsRight: true, alembicAgrees: false });
  expect(result.current).toBe(current);
});
