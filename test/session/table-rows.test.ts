import { expect, test } from "vitest";
import { promisedTables, tableRows } from "../../src/session/screens/table-rows.ts";
import { ID, type Live, tableOf } from "./chain.ts";
import { LIVE, surveyed } from "./states.ts";

async function rowsOf(live: Live): Promise<string[]> {
  return tableRows(await surveyed(live)).map(({ name, promise }) => `${name} ${promise}`);
}

test("missing tables come first, then those that are there", async () => {
  expect(await rowsOf(LIVE.stampAhead)).toEqual([
    "call_stats missing",
    "alembic_version version_table",
    "calls there",
    "participants there",
    "users there",
  ]);
});

test("on an empty database everything that the stamp promises is missing", async () => {
  expect(await rowsOf({ schema: null, stamp: [ID.head] })).toEqual([
    "calls missing",
    "participants missing",
    "users missing",
    "call_stats missing",
    "friend_links missing",
    "alembic_version version_table",
  ]);
});

test("tables of later revisions are not yet promised", async () => {
  expect(await rowsOf(LIVE.stampBehind)).toContain("friend_links not_yet");
});

test("without a stamp nothing is promised", async () => {
  const seen = await surveyed(LIVE.unstamped);
  expect(promisedTables(seen)).toEqual(new Set());
  expect(tableRows(seen).every(({ promise }) => promise === "not_yet")).toBe(true);
});

test("tables of others come last", async () => {
  const otherTables = [tableOf("audit.orders", true)];
  const rows = await rowsOf({ ...LIVE.healthy, otherTables });
  expect(rows.at(-1)).toBe("orders not_of_chain");
  expect(rows.filter((row) => row.endsWith("not_of_chain"))).toHaveLength(1);
});

test("a table of the chain's name in another schema is not the chain's", async () => {
  const otherTables = [tableOf("legacy.users", true)];
  const rows = tableRows(await surveyed({ ...LIVE.stampedEmpty, otherTables }));
  expect(rows.find(({ schema }) => schema === "legacy")?.promise).toBe("not_of_chain");
  expect(rows).toContainEqual({ schema: "public", name: "users", table: null, promise: "missing" });
});

test("every version table is recognised", async () => {
  const rows = tableRows(await surveyed(LIVE.severalVersionTables));
  const found = rows.filter(({ promise }) => promise === "version_table");
  expect(found.map(({ schema }) => schema)).toEqual(["public", "audit"]);
});

test("names are made safe to draw", async () => {
  const hostile = {
    ...tableOf("public.orders", true),
    name: "or\u001b[2Jders\n",
    schema: "a\u202eb",
  };
  const [row] = tableRows(await surveyed({ ...LIVE.healthy, otherTables: [hostile] })).slice(-1);
  expect(row).toMatchObject({ name: "or\\x1b[2Jders\\n", schema: "a\\u202eb" });
});
