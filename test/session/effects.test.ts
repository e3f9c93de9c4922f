import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import { createEffects } from "../../src/session/effects.ts";
import type { ReportData } from "../../src/session/report-data.ts";
import type { Effect, Message } from "../../src/session/screens/messages.ts";
import { REFERENCE, snapshotOf } from "./chain.ts";
import {
  type Call,
  DECLINED,
  fakePorts,
  fakeRepair,
  fakeWorkbench,
  type Script,
  SERVER,
  said,
  script,
} from "./fakes.ts";
import { atReview, LIVE, screenOf, surveyed } from "./states.ts";

afterEach(() => {
  vi.useRealTimers();
});

const seen = await surveyed(LIVE.stampAhead);
const { plan } = screenOf(atReview(seen), "review");
const snapshot = snapshotOf(LIVE.stampAhead);

interface Performed {
  readonly messages: Message[];
  readonly exits: () => number;
  readonly perform: (effect: Effect) => void;
  /** Waits until as many messages have come. */
  readonly until: (count: number) => Promise<void>;
}

function effects(calls: Script, writeReport = (_: ReportData) => "# report"): Performed {
  const messages: Message[] = [];
  let exits = 0;
  const onExit = () => {
    exits += 1;
  };
  const perform = createEffects({ ports: async () => fakePorts(calls), writeReport, onExit });
  return {
    messages,
    exits: () => exits,
    perform: (effect) => perform(effect, (message) => messages.push(message)),
    until: (count) => vi.waitFor(() => expect(messages).toHaveLength(count), { interval: 1 }),
  };
}

/** @returns what one effect with these calls tells */
async function tell(effect: Effect, count: number, ...expected: Call[]): Promise<Message[]> {
  const calls = script(...expected);
  const { perform, messages, until } = effects(calls);
  perform(effect);
  await until(count);
  expect(calls.faults()).toEqual([]);
  return messages;
}

const withFakes = (calls: Script) => ({ ...seen, workbench: fakeWorkbench(calls) });

test("connecting tells each check as it passes, and then all that was found", async () => {
  const workbench = seen.workbench;
  const [...messages] = await tell({ effect: "connect" }, 7, ["open", workbench]);
  expect(messages.slice(0, 6)).toEqual(seen.checks.map((check) => ({ type: "checked", check })));
  expect(messages[6]).toMatchObject({ type: "connected", seen: { server: SERVER } });
});

test("what stops an effect is told as the problem that it is", async () => {
  const problem = new Problem("url_missing", { looked: "/srv/.env" });
  expect(await tell({ effect: "connect" }, 1, ["open", problem])).toEqual([
    { type: "failed", problem },
  ]);
});

test("an error that nobody foresaw is told as a fault of restamp", async () => {
  const [message] = await tell({ effect: "connect" }, 1, ["open", new TypeError("x is undefined")]);
  expect(message).toMatchObject({
    type: "failed",
    problem: { code: "bug", details: { what: "TypeError: x is undefined" } },
  });
});

test("reading the stamp and the schema tells what was seen", async () => {
  const current = said("current", ["c7a3d9e12f8b"]);
  const stamp = script(["alembic current", current], ["snapshot", snapshot]);
  const first = effects(stamp);
  first.perform({ effect: "read_stamp", seen: withFakes(stamp) });
  await first.until(1);
  expect(first.messages[0]).toMatchObject({ type: "stamp_read", seen: { current } });
  const schema = script(["reference load", REFERENCE], ["snapshot", snapshot]);
  const second = effects(schema);
  second.perform({ effect: "read_schema", seen: withFakes(schema) });
  await second.until(1);
  expect(second.messages[0]).toMatchObject({
    type: "schema_read",
    seen: { recorded: null, diagnosis: { verdict: "stamp_ahead" } },
  });
});

test("a recording tells its lines while it goes on", async () => {
  const record = (onLine: (line: string) => void) => {
    onLine("INFO  Running upgrade");
    return REFERENCE;
  };
  const calls = script(
    ["reference load", null],
    ["reference record", record],
    ["reference save", { path: "/srv/r.json", unsaved: null }],
    ["snapshot", snapshot],
  );
  const { perform, messages, until } = effects(calls);
  perform({ effect: "read_schema", seen: withFakes(calls) });
  await until(2);
  expect(messages[0]).toEqual({ type: "recording", line: "INFO  Running upgrade" });
  expect(messages[1]).toMatchObject({ type: "schema_read" });
});

test("troubleshooting asks where the URL is, whether the port is open and what the backend logs", async () => {
  const reach = { host: "db.example", port: 5432, reachability: "refused" };
  const logs = said("logs", ["backend-1 | NoSuchTableError: users"]);
  const source = { from: "env_file", name: "DATABASE_URL", path: "/srv/.env" };
  const messages = await tell(
    { effect: "troubleshoot" },
    1,
    ["reach", reach],
    ["compose logs", logs],
    ["url source", source],
  );
  expect(messages).toEqual([
    { type: "troubleshot", result: { urlSource: source, reach, composeLogs: logs } },
  ]);
});

test("a machine without docker is an answer, and the rest is told", async () => {
  const messages = await tell(
    { effect: "troubleshoot" },
    1,
    ["reach", null],
    ["compose logs", new Problem("alembic_missing", { reason: "ENOENT" })],
    ["url source", null],
  );
  expect(messages).toEqual([
    { type: "troubleshot", result: { urlSource: null, reach: null, composeLogs: null } },
  ]);
});

const RUN: readonly Call[] = [
  ["repair snapshot", snapshot],
  [
    `alembic ${plan.steps[0]?.action.kind === "alembic" ? plan.steps[0].action.args.join(" ") : ""}`,
    said("stamp", []),
  ],
];

test("a run tells its events with the time at which they came", async () => {
  const calls = script(
    ["begin repair", () => fakeRepair(calls)],
    ...RUN,
    ["alembic upgrade head", said("upgrade", ["INFO"], 1)],
    ["repair end"],
  );
  const { perform, messages, until } = effects(calls);
  perform({ effect: "run", backup: DECLINED, plan, seen: withFakes(calls) });
  await until(4);
  const at = Date.parse("2026-02-03T04:05:06Z");
  expect(
    messages.map((message) => ("event" in message ? [message.event.event, message.at] : [])),
  ).toEqual([
    ["step_started", at],
    ["step_done", at],
    ["step_started", at],
    ["ended", at],
  ]);
  expect(calls.faults()).toEqual([]);
});

test("while a plan runs the clock is told every second, and no longer", async () => {
  vi.useFakeTimers();
  let answer: (result: unknown) => void = () => {};
  const calls = script(
    ["begin repair", () => fakeRepair(calls)],
    [
      "repair snapshot",
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ],
    ["repair end"],
  );
  const { perform, messages } = effects(calls);
  perform({ effect: "run", backup: DECLINED, plan, seen: withFakes(calls) });
  await vi.advanceTimersByTimeAsync(3500);
  expect(messages.map(({ type }) => type)).toEqual(["tick", "tick", "tick"]);
  answer(snapshotOf(LIVE.healthy));
  await vi.advanceTimersByTimeAsync(5000);
  expect(messages.map(({ type }) => type)).toEqual(["tick", "tick", "tick", "ran"]);
});

test("stopping reaches the alembic that is running", async () => {
  const waiting = ({ signal }: { signal: AbortSignal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(said("stamp", ["KeyboardInterrupt"], 1)));
    });
  const [first, [stamp] = [""]] = RUN;
  const calls = script(
    ["begin repair", () => fakeRepair(calls)],
    first ?? ["none"],
    [stamp, waiting],
    ["repair end"],
  );
  const { perform, messages, until } = effects(calls);
  perform({ effect: "run", backup: DECLINED, plan, seen: withFakes(calls) });
  await until(1);
  perform({ effect: "stop_run" });
  await until(2);
  expect(messages[1]).toMatchObject({
    type: "ran",
    event: { event: "ended", outcome: { problem: { code: "interrupted" } } },
  });
});

test("stopping one run does not stop the next one", async () => {
  const [first, [stamp] = [""]] = RUN;
  const calls = script(
    ["begin repair", () => fakeRepair(calls)],
    first ?? ["none"],
    [stamp, said("stamp", ["FAILED: no such file"], 1)],
    ["repair end"],
  );
  const { perform, messages, until } = effects(calls);
  perform({ effect: "stop_run" });
  perform({ effect: "run", backup: DECLINED, plan, seen: withFakes(calls) });
  await until(2);
  expect(messages[1]).toMatchObject({ event: { outcome: { problem: { code: "step_failed" } } } });
});

const outcome = {
  problem: null,
  verification: null,
  begun: 1,
  done: 3,
  putBack: false,
  session: "s1",
  backup: null,
  took: 900,
};
const SAVE: Effect = {
  effect: "save_report",
  plan,
  seen,
  rehearsed: { kind: "declined" },
  outcome,
};

test("the report is written from the run and saved, and its path told", async () => {
  const calls = script([
    "report save",
    (markdown: string) => {
      expect(markdown).toBe("3 steps, 2026-02-03T04:05:06.000Z");
      return "/reports/1.md";
    },
  ]);
  const { perform, messages, until } = effects(
    calls,
    (data) => `${data.outcome.done} steps, ${data.at.toISOString()}`,
  );
  perform(SAVE);
  await until(1);
  expect(messages).toEqual([{ type: "reported", report: { path: "/reports/1.md" } }]);
});

test("a report that cannot be written is told as such: the repair is done all the same", async () => {
  const problem = new Problem("report_unwritable", { path: "/reports/1.md", reason: "EACCES" });
  expect(await tell(SAVE, 1, ["report save", problem])).toEqual([
    { type: "reported", report: { problem } },
  ]);
});

test("a fault in writing the report is told too, and the session does not hang", async () => {
  const { perform, messages, until } = effects(script(), () => {
    throw new RangeError("no such sentence");
  });
  perform(SAVE);
  await until(1);
  expect(messages[0]).toMatchObject({ type: "reported", report: { problem: { code: "bug" } } });
});

test("leaving tells whoever draws, and nobody else", async () => {
  const { perform, messages, exits } = effects(script());
  perform({ effect: "exit", code: 0 });
  await vi.waitFor(() => expect(exits()).toBe(1));
  expect(messages).toEqual([]);
});

test("troubleshooting that fails itself tells that nothing could be tried", async () => {
  const messages = await tell(
    { effect: "troubleshoot" },
    1,
    ["reach", new Error("EACCES: permission denied, open '/srv/.env'")],
    ["compose logs", null],
  );
  expect(messages).toEqual([
    { type: "troubleshot", result: { urlSource: null, reach: null, composeLogs: null } },
  ]);
});
