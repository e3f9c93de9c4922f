import { expect, test } from "vitest";
import type { BackupOffer } from "../../src/core/backup.ts";
import { Problem } from "../../src/core/problem.ts";
import type { Rehearsal, RehearsalOutcome } from "../../src/core/rehearsal.ts";
import type { Message } from "../../src/session/screens/messages.ts";
import { reduce } from "../../src/session/screens/reducer.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import { DECLINED } from "./fakes.ts";
import { atPath, LIVE, play, screenOf, surveyed } from "./states.ts";

const RUN = { type: "run" } as const;

const rehearsing = await surveyed(LIVE.stampAhead, { rehearse: "schema" });
const entered = reduce(atPath(rehearsing), { type: "next" });
const { plan, seen } = screenOf(entered.state, "review");

const REHEARSAL: Rehearsal = {
  source: "schema",
  took: [1, 2, 3],
  rowChanges: [],
  made: ["public.call_stats"],
  dropped: [],
  changes: [],
  problem: null,
};
const passed: RehearsalOutcome = { kind: "rehearsed", rehearsal: REHEARSAL };
const failed: RehearsalOutcome = {
  kind: "rehearsed",
  rehearsal: { ...REHEARSAL, problem: new Problem("not_verified") },
};
const impossible: RehearsalOutcome = {
  kind: "impossible",
  problem: new Problem("no_pg_dump", { server: "18.4", tried: "15.1" }),
};
const NO_BACKUP: BackupOffer = { kind: "impossible", problem: new Problem("no_pg_dump") };

const outcome = (of: RehearsalOutcome): Message => ({ type: "rehearsed", plan, outcome: of });
const offer = (of: BackupOffer): Message => ({
  type: "backup_looked",
  plan,
  offer: of,
  rows: null,
});

const review = (state: SessionState) => screenOf(state, "review");

test("a review looks for a backup and rehearses, and asks for neither twice", () => {
  expect(entered.effects).toEqual([
    { effect: "look_for_backup", seen, plan },
    { effect: "rehearse", seen, plan, mode: "schema" },
  ]);
  expect(reduce(entered.state, { type: "rehearse" }).effects).toEqual([]);
});

test("nothing runs before both are known", () => {
  for (const messages of [[], [offer(DECLINED)], [outcome(passed)]]) {
    const state = play(entered.state, ...messages);
    expect(reduce(state, RUN)).toEqual({ state, effects: [] });
  }
  const state = play(entered.state, offer(DECLINED), outcome(passed));
  expect(reduce(state, RUN).effects).toEqual([{ effect: "run", plan, seen, backup: DECLINED }]);
});

test("a rehearsal that failed blocks the run, until another one works", () => {
  const state = play(entered.state, offer(DECLINED), outcome(failed));
  expect(reduce(state, RUN)).toEqual({ state, effects: [] });
  const again = reduce(state, { type: "rehearse" });
  expect(again.effects).toEqual([{ effect: "rehearse", seen, plan, mode: "rows" }]);
  expect(play(again.state, outcome(passed), RUN).screen.name).toBe("run");
  // That it could not be made does not make up for the failure.
  const refused = play(again.state, outcome(impossible));
  expect(play(refused, RUN).screen.name).toBe("review");
});

test.each(["migration_running", "session_running", "database_changed"] as const)(
  "while somebody else is at work (%s) nothing runs, no name is asked for, and d looks again",
  (code) => {
    const held: RehearsalOutcome = { kind: "impossible", problem: new Problem(code) };
    const state = play(entered.state, offer(DECLINED), outcome(held));
    expect(reduce(state, RUN)).toEqual({ state, effects: [] });
    expect(reduce(state, { type: "back" }).state.screen.name).toBe("path");
    const again = reduce(state, { type: "diagnose_again" });
    expect(again.state.screen.name).toBe("connection");
    expect(again.effects).toEqual([{ effect: "connect" }]);
  },
);

test("a rehearsal that was made is not thrown away by d", () => {
  const state = play(entered.state, offer(DECLINED), outcome(passed));
  expect(reduce(state, { type: "diagnose_again" })).toEqual({ state, effects: [] });
});

test("without a rehearsal or a backup the name is asked for", () => {
  for (const [backup, rehearsed] of [
    [DECLINED, impossible],
    [NO_BACKUP, passed],
  ] as const) {
    const asked = play(entered.state, offer(backup), outcome(rehearsed), RUN);
    expect(screenOf(asked, "consent")).toMatchObject({ backup, rehearsal: rehearsed });
    const back = play(asked, { type: "back" });
    expect(review(back)).toMatchObject({ backup, rehearsal: rehearsed });
  }
});

test("a rehearsal that worked is not lost to one with rows that cannot be made", () => {
  const state = play(entered.state, offer(DECLINED), outcome(passed), { type: "rehearse" });
  const after = play(state, outcome(impossible));
  expect(review(after)).toMatchObject({
    rehearsal: passed,
    notWithRows: { code: "no_pg_dump" },
  });
  expect(play(after, RUN).screen.name).toBe("run");
});

test("what comes of another plan is not taken for this one's", () => {
  const other = { ...plan };
  const state = play(
    entered.state,
    { type: "rehearsed", plan: other, outcome: passed },
    { type: "backup_looked", plan: other, offer: DECLINED, rows: null },
    { type: "rehearsing", plan: other, step: 1 },
  );
  expect(state).toEqual(entered.state);
});

test("going back ends the rehearsal", () => {
  const back = reduce(entered.state, { type: "back" });
  expect(back.effects).toEqual([{ effect: "stop_rehearsal" }]);
  expect(back.state.screen.name).toBe("path");
});
