import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import { ID, type Live } from "../session/chain.ts";
import { said } from "../session/fakes.ts";
import { LIVE, play, start, surveyed } from "../session/states.ts";
import type { WorldOptions } from "../session/world.ts";
import { drawScreen, text, UNICODE, words } from "./draw.tsx";

const { stamp } = text.screens;
const STATEMENT = '> SELECT version_num FROM "public"."alembic_version" ORDER BY version_num';

async function drawn(live: Live, options?: WorldOptions): Promise<string> {
  const seen = await surveyed(live, options);
  return drawScreen(
    play(start(), { type: "connected", seen }, { type: "next" }, { type: "stamp_read", seen }),
  );
}

test("while alembic and the database are asked it says so", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const state = play(start(), { type: "connected", seen }, { type: "next" });
  expect(drawScreen(state)).toBe(stamp.working);
});

test("a failure is told with what to do about it", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const problem = new Problem("version_table_unreadable", {
    table: "public.alembic_version",
    role: "reader",
  });
  const state = play(
    start(),
    { type: "connected", seen },
    { type: "next" },
    { type: "failed", problem },
  );
  const frame = drawScreen(state);
  expect(frame).toContain(UNICODE.symbols.bad);
  expect(words(frame)).toContain("GRANT SELECT ON public.alembic_version");
});

test("the command and the statement stand above what they really gave", async () => {
  const lines = (await drawn(LIVE.stampAhead)).split("\n");
  expect(lines[0]).toBe("$ alembic current");
  expect(lines[1]).toBe(`│ ${ID.timezone}`);
  expect(lines[3]).toBe(STATEMENT);
  expect(lines[4]).toBe(`│ ${ID.timezone}`);
  expect(lines[5]).toBe("│ (1 row)");
});

test("that both agree is called a claim, not a proof", async () => {
  expect(words(await drawn(LIVE.stampAhead))).toContain(stamp.agree(ID.timezone));
});

test("an unknown stamp is shown with alembic's failure, the row, and why the row counts", async () => {
  const frame = await drawn(LIVE.unknownStamp);
  expect(frame).toContain("│ FAILED: Can't locate revision identified by '0123456789ab'");
  expect(frame).toContain(`${STATEMENT}\n│ 0123456789ab`);
  expect(words(frame)).toContain(stamp.unknown("0123456789ab"));
});

test("rows that alembic hides are shown and named", async () => {
  const only = [`${ID.head} (head)`];
  const frame = await drawn(
    { schema: ID.head, stamp: [ID.photo, ID.head] },
    { alembic: (command) => (command === "current" ? said(command, only) : null) },
  );
  expect(frame).toContain(`│ ${ID.photo}`);
  expect(frame).toContain("│ (2 rows)");
  expect(words(frame)).toContain(stamp.hidden(ID.photo));
});

test("an empty version table is told apart from none at all", async () => {
  const empty = await drawn({ schema: ID.head, stamp: [] });
  expect(empty).toContain(`$ alembic current\n│ ${stamp.printsNothing}`);
  expect(empty).toContain("│ (0 rows)");
  expect(words(empty)).toContain(stamp.emptyTable);
  const none = await drawn(LIVE.unstamped);
  expect(none).toContain(stamp.noTable);
  expect(words(none)).toContain(stamp.bothSilent);
  expect(none).not.toContain("SELECT version_num");
});

test("every one of several version tables is shown with its own rows", async () => {
  const frame = await drawn(LIVE.severalVersionTables);
  expect(frame).toContain(`${STATEMENT}\n│ ${ID.head}`);
  expect(frame).toContain(
    `> SELECT version_num FROM "audit"."alembic_version" ORDER BY version_num\n│ ${ID.initial}`,
  );
  expect(words(frame)).toContain(stamp.several);
});

test("an alembic that fails for another reason is shown with the end of what it printed", async () => {
  const lines = Array.from({ length: 9 }, (_, at) => `  File "env.py", line ${at}`);
  const frame = await drawn(LIVE.healthy, {
    alembic: (command) =>
      command === "current" ? said(command, [...lines, "KeyError: 'x'"], 1) : null,
  });
  expect(frame).toContain("│ KeyError: 'x'");
  expect(frame).not.toContain("line 3");
  expect(words(frame)).toContain(stamp.alembicFailed);
});

test("alembic and the table that disagree are both shown", async () => {
  const frame = await drawn(LIVE.healthy, {
    alembic: (command) => (command === "current" ? said(command, [ID.photo]) : null),
  });
  expect(frame).toContain(`$ alembic current\n│ ${ID.photo}`);
  expect(words(frame)).toContain(stamp.differ);
});
