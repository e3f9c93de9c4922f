import { expect, test } from "vitest";
import { visible } from "../../src/core/display.ts";
import { Problem } from "../../src/core/problem.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import { ID, type Live, tableOf } from "../session/chain.ts";
import {
  atChain,
  atEnd,
  atPath,
  atReview,
  LIVE,
  play,
  start,
  surveyed,
} from "../session/states.ts";
import { createWorld, type WorldOptions } from "../session/world.ts";
import { UNICODE } from "./draw.tsx";
import { openApp } from "./terminal.tsx";

/** Moves the cursor, sets the title, breaks the line, reorders and hides what follows. */
const HOSTILE = "x\u001b[2J\u001b[31m\u001b]0;t\u0007\n\u202ey\u200bz";
const SAFE = visible(HOSTILE);
const QUOTED = `public."${HOSTILE}"`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are its subject
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

const NAMED: WorldOptions = { server: { database: HOSTILE, role: HOSTILE } };
const BACK = { type: "back" } as const;
const NEXT = { type: "next" } as const;
const RUN = { type: "run" } as const;

async function drawn(state: SessionState): Promise<string> {
  const { frame } = await openApp(state, {
    columns: 300,
    rows: 80,
    theme: { ...UNICODE, colors: false },
  });
  return frame();
}

/** Draws it and makes sure that the name is there as often as it should be, and never raw. */
async function expectSafe(state: SessionState): Promise<string> {
  const frame = await drawn(state);
  expect(frame).not.toMatch(RAW);
  expect(frame).toContain(SAFE);
  return frame;
}

const live: Live = {
  ...LIVE.stampAhead,
  facts: { [`table ${QUOTED}`]: "table", [`index public.users."${HOSTILE}"`]: HOSTILE },
  otherTables: [{ ...tableOf("public.orders", true), name: HOSTILE, schema: HOSTILE }],
};

test("the header shows a database of such a name safely on every screen", async () => {
  for (const state of [
    play(start(), { type: "connected", seen: await surveyed(live, NAMED) }, NEXT),
    atChain(await surveyed(live, NAMED)),
    atReview(await surveyed(live, NAMED)),
  ]) {
    await expectSafe(state);
  }
});

test("tables of such names are listed safely", async () => {
  await expectSafe(play(atChain(await surveyed(live)), BACK));
});

test("differing objects of such names and values are listed safely", async () => {
  const frame = await expectSafe(atChain(await surveyed(live)));
  expect(frame).toContain(`extra    index public.users."${SAFE}"`);
});

test("tables in such schemas raise the question of the search_path safely", async () => {
  const users = { ...tableOf("legacy.users", true), schema: HOSTILE };
  const otherTables = [{ ...users, identity: `"${HOSTILE}".users` }];
  await expectSafe(atChain(await surveyed({ ...LIVE.stampedEmpty, otherTables })));
});

test("the reasons against a path name such tables and constraints safely", async () => {
  const tableLinks = [{ constraint: HOSTILE, table: QUOTED, references: "public.users" }];
  await expectSafe(atPath(await surveyed({ ...LIVE.stampAhead, tableLinks })));
});

test("a plan shows the name of the version table and of the database safely", async () => {
  const versionTable = { schema: "public", name: HOSTILE, rows: [ID.timezone], maxLength: 32 };
  const see: WorldOptions["see"] = (snapshot) => ({ ...snapshot, versionTables: [versionTable] });
  const seen = await surveyed(LIVE.stampAhead, { ...NAMED, see });
  // As it is where env.py has configured that very table.
  const diagnosis = { ...seen.diagnosis, versionTables: [versionTable], stamp: [ID.timezone] };
  const state = atReview({ ...seen, diagnosis }, "reset");
  const frame = await expectSafe(state);
  expect(frame).toContain(`DROP TABLE "public"."${SAFE}";`);
});

test("the consent names such tables and such a database safely, and takes the safe name", async () => {
  const see: WorldOptions["see"] = (snapshot) => ({
    ...snapshot,
    facts: new Map([...snapshot.facts, [`table ${QUOTED}`, "table"]]),
  });
  const state = play(atReview(await surveyed(live, { ...NAMED, see }), "reset"), RUN);
  await expectSafe(state);
  expect(play(state, { type: "typed", text: SAFE }).screen.name).toBe("run");
});

test("a message that a script carries is drawn as the project's reader made it safe", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const revisions = seen.diagnosis.revisions.map((each) => ({ ...each, message: SAFE }));
  await expectSafe(atChain({ ...seen, diagnosis: { ...seen.diagnosis, revisions } }));
});

test("a log of statements with such names is shown safely", async () => {
  const entry = { kind: "sql", output: [], rows: 1, took: 1, failed: false } as const;
  const log = { type: "logged", entry: { ...entry, text: `SELECT EXISTS (${SAFE})` } } as const;
  await expectSafe(play(start(), log, { type: "toggle", overlay: "log" }));
});

test("the first screen shows database and role safely", async () => {
  const frame = await expectSafe(
    play(start(), { type: "connected", seen: await surveyed(live, NAMED) }),
  );
  expect(frame).toContain(`database ${SAFE}, role ${SAFE}`);
});
test("the first screen shows the path of a file safely", async () => {
  const path = `/srv/${HOSTILE}/.env`;
  const seen = await surveyed(live, { source: { from: "env_file", name: "DATABASE_URL", path } });
  await expectSafe(play(start(), { type: "connected", seen }));
});
test("the stamp screen shows such rows safely", async () => {
  const seen = await surveyed({ ...LIVE.stampAhead, stamp: [HOSTILE] });
  await expectSafe(play(start(), { type: "connected", seen }, NEXT, { type: "stamp_read", seen }));
});
test("the stamp screen shows version tables of such names safely", async () => {
  const versionTable = { schema: "public", name: HOSTILE, rows: [ID.timezone], maxLength: 32 };
  const see: WorldOptions["see"] = (snapshot) => ({ ...snapshot, versionTables: [versionTable] });
  const seen = await surveyed(LIVE.stampAhead, { see });
  await expectSafe(play(start(), { type: "connected", seen }, NEXT, { type: "stamp_read", seen }));
});
test("owners of such names are listed safely", async () => {
  const otherTables = [{ ...tableOf("public.orders", true), owner: HOSTILE }];
  await expectSafe(play(atChain(await surveyed({ ...LIVE.stampAhead, otherTables })), BACK));
});
test("the diagnosis names such a stamp safely", async () => {
  await expectSafe(atChain(await surveyed({ ...LIVE.stampAhead, stamp: [HOSTILE] })));
});
test("the ways of clearing name such a stamp safely", async () => {
  const seen = await surveyed({ ...LIVE.stampedEmpty, stamp: [HOSTILE] });
  await expectSafe(play(atPath(seen), NEXT));
});
test("the check at the end shows such a stamp safely", async () => {
  const world = createWorld(LIVE.stampAhead, {
    see: (s) =>
      s.versionTables[0]?.rows[0] === ID.head
        ? {
            ...s,
            versionTables: [
              { schema: "public", name: "alembic_version", rows: [HOSTILE], maxLength: 32 },
            ],
          }
        : s,
  });
  const { state } = await atEnd(world);
  await expectSafe(play(state, NEXT));
});
test("the report shows such a stamp safely", async () => {
  const { state } = await atEnd(createWorld({ ...LIVE.stampAhead, stamp: [HOSTILE] }));
  await expectSafe(play(state, NEXT, NEXT, { type: "reported", report: { path: "/r" } }));
});
test("a problem names such a database safely", async () => {
  const problem = new Problem("database_missing", {
    host: "h",
    port: "1",
    database: HOSTILE,
    message: "m",
  });
  await expectSafe(play(start(), { type: "failed", problem }));
});

test("a log of statements as they were sent is shown safely", async () => {
  const entry = { kind: "sql", output: [], rows: 1, took: 1, failed: false } as const;
  const oneLine = HOSTILE.replace("\n", "");
  const log = { type: "logged", entry: { ...entry, text: `SELECT FROM ${oneLine}` } } as const;
  const frame = await drawn(play(start(), log, { type: "toggle", overlay: "log" }));
  expect(frame).not.toMatch(RAW);
  expect(frame).toContain(visible(oneLine));
});
