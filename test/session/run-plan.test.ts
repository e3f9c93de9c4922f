import { expect, test } from "vitest";
import type { Plan } from "../../src/core/plan/types.ts";
import { Problem } from "../../src/core/problem.ts";
import type { Snapshot } from "../../src/core/snapshot.ts";
import type { RunOptions } from "../../src/io/ports/alembic.ts";
import type { RunEvent } from "../../src/session/run/run.ts";
import { runPlan } from "../../src/session/run/run-plan.ts";
import type { Surveyed } from "../../src/session/stages/stages.ts";
import { ID, type Live, snapshotOf } from "./chain.ts";
import {
  type Call,
  DECLINED,
  fakeJournal,
  fakeRepair,
  fakeWorkbench,
  said,
  script,
} from "./fakes.ts";
import { atReview, LIVE, screenOf, surveyed } from "./states.ts";

type Calls = readonly Call[];

const ahead = await surveyed(LIVE.stampAhead);
const planFor = (seen: Surveyed, path?: "fresh" | "adopt" | "reset"): Plan =>
  screenOf(atReview(seen, path), "review").plan;
const adopt = planFor(ahead);

const BEFORE = snapshotOf(LIVE.stampAhead);
const AFTER = snapshotOf(LIVE.healthy);
const STAMPED = said("stamp", ["INFO  Running stamp_revision"]);
const UPGRADED = said("upgrade", ["INFO  Running upgrade 9044ba1e3377 -> fb958ba03c93"]);
const AT_HEAD = said("current", [`${ID.head} (head)`]);

/** From the lock to the upgrade: what every run of this plan begins with. */
const STAMP: Calls = [
  ["repair snapshot", BEFORE],
  [`alembic stamp ${ID.initial}`, STAMPED],
];
const UPGRADE: Call = ["alembic upgrade head", UPGRADED];
const VERIFY: Calls = [
  ["snapshot", AFTER],
  ["alembic current", AT_HEAD],
];

interface Run {
  readonly plan?: Plan;
  readonly seen?: Surveyed;
  readonly stop?: AbortController;
}

const quietly = () => ({
  journal: fakeJournal(),
  backup: DECLINED,
  emit: () => {},
  stop: new AbortController().signal,
});

/** Runs a plan with the calls that are expected between the beginning of the session and its end. */
async function run(between: Calls, { plan = adopt, seen = ahead, stop }: Run = {}) {
  const calls = script(["begin repair", () => fakeRepair(calls)], ...between, ["repair end"]);
  const events: RunEvent[] = [];
  const journal = fakeJournal();
  const outcome = await runPlan(
    plan,
    { ...seen, workbench: fakeWorkbench(calls) },
    {
      journal,
      backup: DECLINED,
      emit: (event) => events.push(event),
      stop: (stop ?? new AbortController()).signal,
    },
  );
  expect(calls.faults()).toEqual([]);
  expect(events.at(-1)).toEqual({ event: "ended", outcome });
  return { outcome, events, journal: journal.entries };
}

test("the steps run in the order in which they were shown, then all is verified", async () => {
  const { outcome, events } = await run([...STAMP, UPGRADE, ...VERIFY]);
  expect(outcome).toMatchObject({ problem: null, done: 3, verification: { verified: true } });
  expect(events.map((e) => ("index" in e ? `${e.event} ${e.index}` : e.event))).toEqual([
    "step_started 0",
    "step_done 0",
    "step_started 1",
    "step_done 1",
    "step_started 2",
    "step_done 2",
    "ended",
  ]);
});

test("alembic's lines come as it prints them", async () => {
  const speaking = (options: RunOptions) => {
    options.onLine?.("INFO  Running upgrade");
    options.onLine?.("INFO  done");
    return UPGRADED;
  };
  const { events } = await run([...STAMP, ["alembic upgrade head", speaking], ...VERIFY]);
  const lines = events.flatMap((event) => (event.event === "line" ? [event.line] : []));
  expect(lines).toEqual(["INFO  Running upgrade", "INFO  done"]);
});

const OTHER: readonly (readonly [what: string, changed: Partial<Live>])[] = [
  ["stamp", { stamp: [ID.friends] }],
  ["stamp", { stamp: null }],
  ["stamp", { stamp: [] }],
  ["schema", { schema: ID.callStats }],
  ["schema", { facts: { "index public.users.by_hand": "CREATE INDEX" } }],
];

test.each(OTHER)("a database whose %s has changed since is refused: %j", async (what, changed) => {
  const now = snapshotOf({ ...LIVE.stampAhead, ...changed });
  const { outcome } = await run([["repair snapshot", now]]);
  expect(outcome).toMatchObject({
    problem: { code: "database_changed", details: { what } },
    verification: null,
    done: 0,
  });
});

test("a second version table that appeared since is refused", async () => {
  const versionTables = [
    ...BEFORE.versionTables,
    { schema: "audit", name: "alembic_version", rows: [], maxLength: 32 },
  ];
  const { outcome } = await run([["repair snapshot", { ...BEFORE, versionTables }]]);
  expect(outcome.problem).toMatchObject({ details: { what: "stamp" } });
});

test("rows that came into tables since do not stop a plan that drops no table", async () => {
  const bare = await surveyed({ ...LIVE.stampAhead, filled: false });
  const { outcome } = await run([...STAMP, UPGRADE, ...VERIFY], {
    seen: bare,
    plan: planFor(bare),
  });
  expect(outcome.problem).toBeNull();
});

test("rows that came since into a table that would be dropped stop the plan", async () => {
  const bare = await surveyed({ ...LIVE.stampAhead, filled: false });
  const plan = planFor(bare, "reset");
  const { outcome } = await run([["repair snapshot", BEFORE]], { seen: bare, plan });
  expect(outcome).toMatchObject({
    problem: { code: "database_changed", details: { what: "rows" } },
    done: 0,
  });
});

test("rows that came into a table which is not dropped do not stop the plan", async () => {
  const plan = planFor(ahead, "reset");
  const orders = { ...BEFORE.tables[0], identity: "public.orders", name: "orders", hasRows: true };
  const now = { ...BEFORE, tables: [...BEFORE.tables, orders] } as Snapshot;
  const [drop] = plan.steps;
  if (drop?.action.kind !== "sql") throw new Error("the first step drops");
  const { outcome } = await run(
    [
      ["repair snapshot", now],
      [`repair execute ${drop.action.statements.join("; ")}`],
      UPGRADE,
      ...VERIFY,
    ],
    { plan },
  );
  expect(outcome.problem).toBeNull();
});

test("the statements of an SQL step go to the server as they were shown, in one call", async () => {
  const plan = planFor(ahead, "reset");
  const { outcome } = await run(
    [
      ["repair snapshot", BEFORE],
      [
        'repair execute DROP TABLE public.calls, public.participants, public.users; DROP TYPE public.call_status; DROP TABLE "public"."alembic_version"',
      ],
      UPGRADE,
      ...VERIFY,
    ],
    { plan },
  );
  expect(outcome).toMatchObject({ problem: null, done: 3 });
});

test("SQL that the server refuses ends the run", async () => {
  const refused = new Problem("permission_denied", { role: "calls_owner", message: "no" });
  const plan = planFor(ahead, "reset");
  const [drop] = plan.steps;
  if (drop?.action.kind !== "sql") throw new Error("the first step drops");
  const statements = drop.action.statements.join("; ");
  const { outcome } = await run(
    [
      ["repair snapshot", BEFORE],
      [`repair execute ${statements}`, refused],
    ],
    { plan },
  );
  expect(outcome).toMatchObject({ problem: refused, done: 0, verification: null });
});

test("a second restamp is told so, and nothing is run", async () => {
  const calls = script(["begin repair", new Problem("session_running", { database: "calls" })]);
  const seen = { ...ahead, workbench: fakeWorkbench(calls) };
  const outcome = await runPlan(adopt, seen, quietly());
  expect(outcome).toMatchObject({ problem: { code: "session_running" }, done: 0 });
  expect(calls.faults()).toEqual([]);
});

test("a plan that has to create tables is not begun by a role that may not", async () => {
  const server = { ...ahead.server, canCreateTables: false };
  const calls = script();
  const seen = { ...ahead, server, workbench: fakeWorkbench(calls) };
  const outcome = await runPlan(adopt, seen, quietly());
  expect(outcome).toMatchObject({ problem: { code: "cannot_create_tables" }, done: 0 });
  expect(calls.faults()).toEqual([]);
});

test("a plan that creates nothing is run by such a role", async () => {
  const server = { ...ahead.server, canCreateTables: false };
  const plan: Plan = {
    ...adopt,
    steps: adopt.steps.filter(({ id }) => id !== "upgrade"),
    revisionsToRun: [],
  };
  const { outcome } = await run([...STAMP, ...VERIFY], { seen: { ...ahead, server }, plan });
  expect(outcome.problem).toBeNull();
});

test("a step that fails is explained by alembic's own line, and no further step begins", async () => {
  const lines = ["Traceback (most recent call last):", "sqlalchemy.exc.NoSuchTableError: users"];
  const { outcome, events } = await run([
    ...STAMP,
    ["alembic upgrade head", said("upgrade head", lines, 1)],
  ]);
  expect(outcome).toMatchObject({
    problem: {
      code: "step_failed",
      details: {
        command: "alembic upgrade head",
        failure: "table_missing",
        line: "sqlalchemy.exc.NoSuchTableError: users",
        step: "upgrade",
      },
    },
    done: 1,
    verification: null,
  });
  expect(events.filter(({ event }) => event === "step_started")).toHaveLength(2);
});

test("an alembic that was killed has failed too", async () => {
  const killed = { ...said("upgrade head", ["INFO  Running upgrade"]), exitCode: null };
  const { outcome } = await run([...STAMP, ["alembic upgrade head", killed]]);
  expect(outcome.problem?.code).toBe("step_failed");
});

test("an alembic that was asked to stop is no failure but an interruption", async () => {
  const stop = new AbortController();
  const interrupted = ({ signal }: RunOptions) => {
    stop.abort();
    expect(signal?.aborted).toBe(true);
    return { ...said("upgrade head", ["KeyboardInterrupt"]), exitCode: null };
  };
  const { outcome } = await run([...STAMP, ["alembic upgrade head", interrupted]], { stop });
  expect(outcome).toMatchObject({
    problem: { code: "interrupted", details: { command: "alembic upgrade head" }, exitCode: 130 },
    done: 1,
  });
});

test("no step begins after a stop was asked for", async () => {
  const stop = new AbortController();
  const stamp = () => {
    stop.abort();
    return STAMPED;
  };
  const { outcome } = await run(
    [
      ["repair snapshot", BEFORE],
      [`alembic stamp ${ID.initial}`, stamp],
    ],
    { stop },
  );
  expect(outcome).toMatchObject({
    problem: { code: "interrupted", details: { done: "1" } },
    done: 1,
  });
});

test("a plan that was stopped before it began does nothing", async () => {
  const stop = new AbortController();
  stop.abort();
  const { outcome } = await run([["repair snapshot", BEFORE]], { stop });
  expect(outcome).toMatchObject({ problem: { code: "interrupted" }, done: 0 });
});

test("steps that all ran are no success while the schema is not the head's", async () => {
  const { outcome } = await run([
    ...STAMP,
    UPGRADE,
    ["snapshot", snapshotOf({ schema: ID.friends, stamp: [ID.head] })],
    ["alembic current", AT_HEAD],
  ]);
  expect(outcome).toMatchObject({
    problem: { code: "not_verified", exitCode: 1 },
    verification: { verified: false, stampIsRight: true },
    done: 3,
  });
});

test("a plan without a check at its end is never a success", async () => {
  const plan = { ...adopt, steps: adopt.steps.slice(0, 2) };
  const { outcome } = await run([...STAMP, UPGRADE], { plan });
  expect(outcome.problem?.code).toBe("not_verified");
});

test("what no port should throw is a fault of restamp, and the session is ended all the same", async () => {
  const { outcome } = await run([
    ["repair snapshot", BEFORE],
    [`alembic stamp ${ID.initial}`, new TypeError("x is undefined")],
  ]);
  expect(outcome.problem).toMatchObject({
    code: "bug",
    details: { what: "TypeError: x is undefined" },
  });
});

test("a connection that breaks while the session is ended does not hide how the run ended", async () => {
  const calls = script(
    ["begin repair", () => fakeRepair(calls)],
    ["repair snapshot", new Problem("connection_lost", { host: "db" })],
    ["repair end", new Error("read ECONNRESET")],
  );
  const events: RunEvent[] = [];
  const seen = { ...ahead, workbench: fakeWorkbench(calls) };
  const outcome = await runPlan(adopt, seen, { ...quietly(), emit: (event) => events.push(event) });
  expect(outcome.problem?.code).toBe("connection_lost");
  expect(events).toEqual([{ event: "ended", outcome }]);
});

test("a new estimate of the rows is no other content", async () => {
  const plan = planFor(ahead, "reset");
  const [drop] = plan.steps;
  if (drop?.action.kind !== "sql") throw new Error("the first step drops");
  const tables = BEFORE.tables.map((table) => ({ ...table, rowsEstimate: 41 }));
  const { outcome } = await run(
    [
      ["repair snapshot", { ...BEFORE, tables }],
      [`repair execute ${drop.action.statements.join("; ")}`],
      UPGRADE,
      ...VERIFY,
    ],
    { plan },
  );
  expect(outcome.problem).toBeNull();
});
