/** A version table that was left between two steps: nothing may be planned from it. */
import { expect, test } from "vitest";
import type { JournalledSession } from "../../src/core/journal/session.ts";
import { requireWholeStamp } from "../../src/session/run/half-way.ts";
import { ID, REFERENCE, snapshotOf } from "./chain.ts";
import { IDENTITY, SERVER } from "./fakes.ts";
import { LIVE } from "./states.ts";

const snapshot = snapshotOf(LIVE.stampAhead);
const [versionTable] = snapshot.versionTables;
if (!versionTable) throw new Error("no version table");
const rows = [...versionTable.rows];
const EARLIER = ["0000"];

/** Was moving the stamp about, and had just come to where it is now. */
const session: JournalledSession = {
  start: {
    format: 1,
    id: "2026-02-03-0405-abcd",
    at: "2026-02-03T04:05:06.000Z",
    project: "/srv/calls",
    database: {
      ...IDENTITY,
      name: SERVER.database,
      host: SERVER.host,
      port: SERVER.port,
      role: SERVER.role,
    },
    path: "replay",
    undoes: null,
    steps: [
      { id: "stamp_parent", purpose: "stamp_parent", shows: [], rows },
      { id: "run_missing", purpose: "run_missing", shows: [], rows: [ID.head] },
      { id: "stamp_on", purpose: "stamp_on", shows: [], rows: EARLIER },
    ],
    revisionsToRun: [ID.head],
    versionTables: [{ ...versionTable, rows: EARLIER }],
    movedTo: [EARLIER],
    facts: {},
    putBack: ["DELETE FROM alembic_version"],
  },
  status: "failed",
  begun: ["stamp_parent", "run_missing"],
  done: ["stamp_parent"],
  backup: null,
  putBack: false,
  problem: "connection_lost",
};

const check = (...sessions: JournalledSession[]) =>
  requireWholeStamp({ list: async () => sessions }, { reference: REFERENCE }, IDENTITY, snapshot);

test.each(["failed", "unfinished"] as const)(
  "one that is %s there is refused, and named",
  async (status) => {
    await expect(check({ ...session, status })).rejects.toMatchObject({
      code: "stamp_half_way",
      details: { id: session.start.id },
    });
  },
);

test("one that reached the same database by another address counts as well", async () => {
  const database = { ...session.start.database, host: "/var/run/postgresql" };
  const start = { ...session.start, database };
  await expect(check({ ...session, start })).rejects.toMatchObject({ code: "stamp_half_way" });
});

test("a later session of another chain in the same database does not hide it", async () => {
  const versionTables = [{ ...versionTable, name: "other_version" }];
  const other = { ...session, start: { ...session.start, versionTables } };
  await expect(check({ ...other, status: "verified" }, session)).rejects.toMatchObject({
    code: "stamp_half_way",
  });
});

test.each([
  ["none", []],
  ["one that put it back", [{ ...session, putBack: true }]],
  ["one that was taken back", [{ ...session, status: "undone" }]],
  ["one that was verified", [{ ...session, status: "verified" }]],
  ["a later one that ended well", [{ ...session, status: "verified" }, session]],
  [
    "one of another database",
    [
      {
        ...session,
        start: { ...session.start, database: { ...session.start.database, name: "other" } },
      },
    ],
  ],
  [
    "one before which the stamp was the same",
    [{ ...session, start: { ...session.start, movedTo: [rows] } }],
  ],
] as [string, JournalledSession[]][])("%s is no hindrance", async (_, sessions) => {
  await expect(check(...sessions)).resolves.toBeUndefined();
});
