import { describe, expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { Message } from "../../src/session/screens/messages.ts";
import { reduce } from "../../src/session/screens/reducer.ts";
import { BLOCKER, gallery, isAtWork } from "./gallery.ts";
import { atChain, LIVE, play, screenOf, start, surveyed } from "./states.ts";

const seen = await surveyed(LIVE.stampAhead);
const pictures = await gallery();
const problem = new Problem("server_refused", { host: "db.example", port: "5432" });
const NEXT = { type: "next" } as const;
const BACK = { type: "back" } as const;
const RETRY = { type: "retry" } as const;

const connected = play(start(), { type: "connected", seen });
const stamp = play(connected, NEXT, { type: "stamp_read", seen });
const tables = play(stamp, NEXT, { type: "schema_read", seen });

test("checks are shown one after the other, as they pass", () => {
  const [first, second] = seen.checks;
  if (!first || !second) throw new Error("no checks");
  const state = play(
    start(),
    { type: "checked", check: first },
    { type: "checked", check: second },
  );
  expect(state.screen).toEqual({ name: "connection", phase: "working", checks: [first, second] });
});

test("a first screen that fails tries what the written procedure says, and keeps its checks", () => {
  const [check] = seen.checks;
  if (!check) throw new Error("no checks");
  const step = reduce(play(start(), { type: "checked", check }), { type: "failed", problem });
  expect(step.effects).toEqual([{ effect: "troubleshoot" }]);
  expect(step.state.screen).toMatchObject({ phase: "failed", checks: [check], problem });
  const result = { urlSource: null, reach: null, composeLogs: null };
  const tried = play(step.state, { type: "troubleshot", result });
  expect(tried.screen).toMatchObject({ phase: "failed", troubleshooting: result });
});

test("trying the first screen again starts with nothing", () => {
  const failed = play(start(), { type: "failed", problem });
  for (const state of [failed, connected]) {
    const step = reduce(state, RETRY);
    expect(step.effects).toEqual([{ effect: "connect" }]);
    expect(step.state.screen).toEqual({ name: "connection", phase: "working", checks: [] });
  }
});

test("each screen hands on what it has seen to the effect of the next one", () => {
  expect(reduce(connected, NEXT).effects).toEqual([{ effect: "read_stamp", seen }]);
  expect(reduce(stamp, NEXT).effects).toEqual([{ effect: "read_schema", seen }]);
  expect(reduce(tables, NEXT).effects).toEqual([]);
});

test.each([
  ["stamp", play(connected, NEXT), "read_stamp"],
  ["tables", play(stamp, NEXT), "read_schema"],
] as const)(
  "the %s can be read again, after a failure and at any time",
  (name, working, effect) => {
    const failed = play(working, { type: "failed", problem });
    expect(failed.screen).toMatchObject({ name, phase: "failed", problem });
    const ready = name === "stamp" ? stamp : tables;
    for (const state of [failed, ready]) {
      const step = reduce(state, RETRY);
      expect(step.effects).toEqual([{ effect, seen }]);
      expect(step.state.screen).toEqual({ name, phase: "working", seen, lines: [] });
    }
  },
);

test("going back shows what was there, without reading it again", () => {
  const chain = play(tables, NEXT);
  for (const [from, to] of [
    [chain, tables],
    [tables, stamp],
    [stamp, connected],
    [play(connected, NEXT), connected],
  ] as const) {
    const step = reduce(from, BACK);
    expect(step.state).toEqual(to);
    expect(step.effects).toEqual([]);
  }
});

test("while the tables are read there is no way back: a recording must not be started twice", () => {
  const working = play(stamp, NEXT);
  expect(reduce(working, BACK)).toEqual({ state: working, effects: [] });
});

test("of a long recording the last two hundred lines are kept", () => {
  let state = play(stamp, NEXT);
  for (let at = 0; at < 205; at += 1) state = play(state, { type: "recording", line: `${at}` });
  expect(state.screen).toMatchObject({ phase: "working" });
  const { screen } = state;
  const lines = screen.name === "tables" && screen.phase === "working" ? screen.lines : [];
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([200, "5", "204"]);
});

test("a healthy database ends the session with 0, and a broken one goes on to the paths", async () => {
  const healthy = atChain(await surveyed(LIVE.healthy));
  expect(reduce(healthy, NEXT).effects).toEqual([{ effect: "exit", code: 0 }]);
  expect(reduce(reduce(healthy, NEXT).state, NEXT).effects).toEqual([]);
  expect(screenOf(play(tables, NEXT, NEXT), "path").seen).toBe(seen);
});

/** What an effect may still tell after its screen was left, and the phase that waits for it. */
const titles = (pattern: RegExp) =>
  pictures.filter(({ title }) => pattern.test(title)).map(({ title }) => title);
const RUNNING = pictures.filter(isAtWork).flatMap(({ title }) => (/^run/.test(title) ? title : []));
const UNDOING = titles(/^undo (at work|of|that|after|under way|asked)/);
const NOTHING = { kind: "nothing" } as const;

const LATE: readonly (readonly [Message, waiting: readonly string[]])[] = [
  [{ type: "connected", seen }, ["connection at work"]],
  [{ type: "stamp_read", seen }, ["stamp at work"]],
  [{ type: "schema_read", seen }, ["tables at work", "tables recording"]],
  [{ type: "recording", line: "late" }, ["tables at work", "tables recording"]],
  [
    { type: "troubleshot", result: { urlSource: null, reach: null, composeLogs: null } },
    ["connection failed", "connection failed and troubleshot"],
  ],
  [
    { type: "failed", problem },
    ["connection at work", "stamp at work", "tables at work", "tables recording", ...UNDOING],
  ],
  [{ type: "tick", at: 5 }, RUNNING],
  [{ type: "ran", event: { event: "line", line: "late" }, at: 5 }, RUNNING],
  [{ type: "undo_found", undo: NOTHING, since: { rows: [], objects: [] } }, ["undo at work"]],
  [
    { type: "undone", undo: NOTHING, isDone: false, kept: null },
    ["undo at work", "undo under way", "undo asked to stop"],
  ],
  [{ type: "session_ended", blocker: BLOCKER, problem: null }, ["run ending somebody"]],
];

describe.each(LATE)("$type that comes late", (message, waiting) => {
  test.each(pictures.filter(({ title }) => !waiting.includes(title)))(
    "is ignored on the screen: $title",
    ({ state }) => {
      expect(reduce(state, message)).toEqual({ state, effects: [] });
    },
  );
});

test("a saved report is ignored on the screens before a run", () => {
  for (const { state } of pictures.filter(({ title }) => !/run|verify|report/.test(title))) {
    expect(reduce(state, { type: "reported", report: { path: "/r.md" } }).state).toBe(state);
  }
});
