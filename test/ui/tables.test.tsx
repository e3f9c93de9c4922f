import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import { ID, type Live, tableOf } from "../session/chain.ts";
import { atChain, LIVE, play, start, surveyed } from "../session/states.ts";
import type { WorldOptions } from "../session/world.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const {
  cli,
  screens: { tables },
} = text;

async function drawn(live: Live, options?: WorldOptions): Promise<string> {
  return drawScreen(play(atChain(await surveyed(live, options)), { type: "back" }));
}

async function working() {
  const seen = await surveyed(LIVE.stampAhead);
  return play(
    start(),
    { type: "connected", seen },
    { type: "next" },
    { type: "stamp_read", seen },
    { type: "next" },
  );
}

test("while the tables are listed it says so", async () => {
  expect(drawScreen(await working())).toBe(tables.working);
});

test("a recording says why it takes time, and shows its last lines as they come", async () => {
  let state = await working();
  for (let at = 1; at <= 20; at += 1)
    state = play(state, { type: "recording", line: `line ${at}.` });
  const frame = drawScreen(state);
  expect(words(frame)).toContain(tables.recording);
  expect(frame).toContain("line 20.");
  expect(frame).toContain("line 9.");
  expect(frame).not.toContain("line 8.");
});

test("a failure is told with what to do about it", async () => {
  const problem = new Problem("shadow_unavailable", { reason: "not_installed", package: "pg-bin" });
  const frame = drawScreen(play(await working(), { type: "failed", problem }));
  expect(frame).toContain(UNICODE.symbols.bad);
  expect(words(frame)).toContain("pg-bin");
});

test("the statement that listed the tables is shown", async () => {
  expect(await drawn(LIVE.stampAhead)).toMatch(/^> SELECT schema, name, owner, reltuples/);
});

test("a table that the stamp promises and that is not there is called MISSING, first of all", async () => {
  const frame = await drawn(LIVE.stampAhead);
  const rows = frame.split("\n").filter((line) => / public( |$)/.test(line));
  expect(rows[0]).toMatch(/^call_stats +MISSING +public$/);
  expect(words(frame)).toContain(`${UNICODE.symbols.bad} ${tables.meaningMissing(1)}`);
});

test("each table has its schema, its owner, its rows and what the stamp says of it", async () => {
  const frame = await drawn(LIVE.stampAhead);
  expect(lineWith(frame, "stamp says")).toMatch(/^table +stamp says +rows +schema +owner$/);
  expect(lineWith(frame, "users")).toMatch(/^users +there +~40 +public +calls_owner$/);
  expect(lineWith(frame, "alembic_version")).toMatch(/version table /);
});

test("rows are told by what is known of them", async () => {
  const frame = await drawn({
    ...LIVE.healthy,
    otherTables: [
      { ...tableOf("audit.bare", false) },
      { ...tableOf("audit.never_analysed", true), rowsEstimate: null },
      { ...tableOf("audit.closed", true), hasRows: null },
      { ...tableOf("audit.held", true), hasRows: null, isLocked: true },
    ],
  });
  expect(lineWith(frame, "bare")).toContain(`  ${tables.noRows} `);
  expect(lineWith(frame, "never_analysed")).toContain(`  ${tables.hasRows} `);
  expect(lineWith(frame, "closed")).toContain(`  ${tables.unseen} `);
  expect(lineWith(frame, "held")).toContain(`  ${tables.locked} `);
  expect(lineWith(frame, "bare")).toMatch(/not of the chain /);
});

test("tables of later revisions are told apart from missing ones", async () => {
  const frame = await drawn(LIVE.stampBehind);
  expect(lineWith(frame, "friend_links")).toMatch(/not promised /);
  expect(frame).toContain(tables.meaningAll);
});

test("without a stamp nothing can be missing, and that is said", async () => {
  expect(await drawn(LIVE.unstamped)).toContain(tables.meaningNoStamp);
});

test("of several version tables none is said to promise, or to promise nothing", async () => {
  const frame = words(await drawn(LIVE.severalVersionTables));
  expect(frame).toContain(tables.meaningSeveral);
  expect(frame).not.toContain(tables.notYet);
  expect(frame).toContain(`users ${tables.unclear}`);
});

test("a database without any table says so instead of drawing an empty list", async () => {
  const frame = await drawn(LIVE.empty);
  expect(frame).toContain(tables.none);
  expect(frame).not.toContain("stamp says");
});

test("many missing tables are counted", async () => {
  const frame = await drawn({ schema: null, stamp: [ID.head] });
  expect(words(frame)).toContain(tables.meaningMissing(5));
});

test("where a reference was recorded is told, or that it could not be saved", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const path = "/srv/calls/restamp.reference.json";
  const saved = atChain({ ...seen, recorded: { path, unsaved: null } });
  expect(drawScreen(play(saved, { type: "back" }))).toContain(tables.recorded(path));
  const reason = "EROFS: read-only file system";
  const unsaved = atChain({ ...seen, recorded: { path, unsaved: reason } });
  const frame = words(drawScreen(play(unsaved, { type: "back" })));
  expect(frame).toContain(cli.notSaved(path, reason));
});
