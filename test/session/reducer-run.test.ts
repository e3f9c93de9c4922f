import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { RunOutcome } from "../../src/session/run/run.ts";
import { reduce } from "../../src/session/screens/reducer.ts";
import { atEnd, atRun, LIVE, play, screenOf, surveyed } from "./states.ts";
import { createWorld } from "./world.ts";

const INTERRUPT = { type: "interrupt" } as const;
const HANG_UP = { type: "hang_up" } as const;
const NEXT = { type: "next" } as const;
const REPORTED = { type: "reported", report: { path: "/r.md" } } as const;

const begun = atRun(await surveyed(LIVE.stampAhead));
const { state: done, events } = await atEnd(createWorld(LIVE.stampAhead));
const outcome = screenOf(done, "run").outcome as RunOutcome;
const failure: RunOutcome = {
  problem: new Problem("step_failed", {
    command: "alembic upgrade head",
    failure: "other",
    line: "x",
  }),
  verification: null,
  begun: 1,
  done: 1,
  putBack: false,
  session: null,
  backup: null,
  took: 800,
};
const ended = (how: RunOutcome) =>
  ({ type: "ran", event: { event: "ended", outcome: how }, at: 9 }) as const;

test("every step waits until it starts, and keeps the time that it took", () => {
  expect(screenOf(begun, "run").steps).toEqual([
    { status: "waiting", took: null },
    { status: "waiting", took: null },
    { status: "waiting", took: null },
  ]);
  const one = play(
    begun,
    { type: "ran", event: { event: "step_started", index: 0 }, at: 1000 },
    { type: "ran", event: { event: "step_done", index: 0, took: 70 }, at: 1070 },
    { type: "ran", event: { event: "step_started", index: 1 }, at: 1080 },
  );
  expect(screenOf(one, "run").steps.map(({ status }) => status)).toEqual([
    "done",
    "running",
    "waiting",
  ]);
  expect(screenOf(one, "run")).toMatchObject({ startedAt: 1000, now: 1080 });
});

test("time goes on between two events", () => {
  const later = play(begun, { type: "tick", at: 4000 }, { type: "tick", at: 5000 });
  expect(screenOf(later, "run")).toMatchObject({ startedAt: 4000, now: 5000 });
});

test("a plan run to its end has every step done and keeps every line", () => {
  const { steps, lines } = screenOf(done, "run");
  expect(steps.map(({ status }) => status)).toEqual(["done", "done", "done"]);
  expect(lines).toEqual(events.flatMap((event) => (event.event === "line" ? [event.line] : [])));
  expect(lines.length).toBeGreaterThan(5);
});

test("the report is saved as soon as the plan has ended, and once", () => {
  const step = reduce(begun, ended(failure));
  const { seen, plan } = screenOf(begun, "run");
  expect(step.effects).toEqual([
    { effect: "save_report", plan, seen, rehearsed: { kind: "declined" }, outcome: failure },
  ]);
  expect(reduce(step.state, ended(outcome))).toEqual({ state: step.state, effects: [] });
});

test("the step that was running when the plan ended has failed", () => {
  const running = play(begun, { type: "ran", event: { event: "step_started", index: 1 }, at: 1 });
  expect(screenOf(play(running, ended(failure)), "run").steps[1]?.status).toBe("failed");
});

test("nothing that comes after the end changes what is shown of the run", () => {
  for (const message of [
    { type: "tick", at: 99 },
    { type: "ran", event: { event: "line", line: "late" }, at: 99 },
    INTERRUPT,
  ] as const) {
    expect(play(done, message).screen).toBe(done.screen);
  }
});

test("the first Ctrl+C asks, the second one stops, and neither leaves", () => {
  const asked = reduce(begun, INTERRUPT);
  expect(asked.effects).toEqual([]);
  expect(screenOf(asked.state, "run").stop).toBe("asked");
  const stopped = reduce(asked.state, INTERRUPT);
  expect(stopped.effects).toEqual([{ effect: "stop_run" }]);
  expect(screenOf(stopped.state, "run").stop).toBe("stopping");
  expect(stopped.state.exitCode).toBeNull();
});

test("quitting during a run does nothing", () => {
  expect(reduce(begun, { type: "leave" })).toEqual({ state: begun, effects: [] });
});

test("a lost terminal does not end a run; it ends once the report is saved, with 129", () => {
  const alone = reduce(begun, HANG_UP);
  expect(alone.effects).toEqual([]);
  expect(alone.state).toMatchObject({ hungUp: true, exitCode: null });
  const over = reduce(alone.state, ended(outcome));
  expect(over.effects.map(({ effect }) => effect)).toEqual(["save_report"]);
  expect(over.state.exitCode).toBeNull();
  const saved = reduce(over.state, REPORTED);
  expect(saved.effects).toEqual([{ effect: "exit", code: 129 }]);
  expect(saved.state.exitCode).toBe(129);
});

test("after a lost terminal the session also ends when the report cannot be saved", () => {
  const problem = new Problem("report_unwritable", { path: "/r.md", reason: "ENOSPC" });
  const state = play(begun, HANG_UP, ended(failure), { type: "reported", report: { problem } });
  expect(state.exitCode).toBe(129);
});

test("Ctrl+C after the end of a run leaves with 130", () => {
  expect(reduce(done, INTERRUPT).effects).toEqual([{ effect: "exit", code: 130 }]);
});

test("a verified run shows what the database is, and then the report", () => {
  const verify = play(done, REPORTED, NEXT);
  expect(verify.screen).toMatchObject({ name: "verify", outcome, report: { path: "/r.md" } });
  const report = play(verify, NEXT);
  expect(report.screen).toMatchObject({ name: "report", outcome, report: { path: "/r.md" } });
  expect(reduce(report, NEXT).effects).toEqual([{ effect: "exit", code: 0 }]);
});

test("a run that never came to its check goes straight to the report", () => {
  const report = play(begun, ended(failure), REPORTED, NEXT);
  expect(report.screen.name).toBe("report");
  expect(reduce(report, NEXT).effects).toEqual([{ effect: "exit", code: 1 }]);
});

test.each(["run", "verify", "report"] as const)("a report saved late arrives on: %s", (name) => {
  let state = done;
  while (state.screen.name !== name) state = play(state, NEXT);
  expect(play(state, REPORTED).screen).toMatchObject({ name, report: { path: "/r.md" } });
});

test("after a failure everything can be read anew, from the first screen on", () => {
  const report = play(begun, ended(failure), REPORTED, NEXT);
  const step = reduce(report, { type: "diagnose_again" });
  expect(step.effects).toEqual([{ effect: "connect" }]);
  expect(step.state.screen).toEqual({ name: "connection", phase: "working", checks: [] });
});

test("a lost terminal stays lost, whatever key was pressed last", () => {
  const state = play(begun, HANG_UP, { type: "leave" }, ended(outcome), REPORTED);
  expect(state.exitCode).toBe(129);
});

test("Ctrl+C opens what lies under an overlay: its question must be seen", () => {
  const covered = play(begun, { type: "toggle", overlay: "log" });
  const asked = play(covered, INTERRUPT);
  expect(asked).toMatchObject({ overlay: null, screen: { stop: "asked" } });
});
