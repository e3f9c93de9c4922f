/** What must hold after any sequence of messages, in whatever order they come. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { BackupOffer } from "../../src/core/backup.ts";
import { visible } from "../../src/core/display.ts";
import { Problem } from "../../src/core/problem.ts";
import type { RehearsalOutcome } from "../../src/core/rehearsal.ts";
import type { RunOutcome } from "../../src/session/run/run.ts";
import { rowsAtStake } from "../../src/session/screens/consent.ts";
import type { Effect, Message } from "../../src/session/screens/messages.ts";
import { initialState, reduce } from "../../src/session/screens/reducer.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import type { Surveyed } from "../../src/session/stages/stages.ts";
import { DECLINED } from "./fakes.ts";
import { INTENTS } from "./gallery.ts";
import { atEnd, LIVE, screenOf, surveyed } from "./states.ts";
import { createWorld } from "./world.ts";

const databases: readonly Surveyed[] = await Promise.all(
  Object.values(LIVE).map((live) => surveyed(live)),
);
const { state: ended } = await atEnd(createWorld(LIVE.stampAhead));
const good = screenOf(ended, "run").outcome as RunOutcome;
const bad: RunOutcome = { ...good, problem: new Problem("not_verified") };
const stopped: RunOutcome = {
  problem: new Problem("interrupted"),
  verification: null,
  begun: 1,
  done: 0,
  putBack: false,
  session: null,
  backup: null,
  took: 9,
};
const REHEARSAL = {
  source: "schema",
  took: [1],
  rowChanges: [],
  made: [],
  dropped: [],
  changes: [],
} as const;
const PASSED: RehearsalOutcome = { kind: "rehearsed", rehearsal: { ...REHEARSAL, problem: null } };
const FAILED: RehearsalOutcome = {
  kind: "rehearsed",
  rehearsal: { ...REHEARSAL, problem: new Problem("not_verified") },
};
const UNREHEARSED: RehearsalOutcome = {
  kind: "impossible",
  problem: new Problem("rehearsal_impossible"),
};
const IMPOSSIBLE: BackupOffer = { kind: "impossible", problem: new Problem("no_pg_dump") };
const entry = {
  kind: "sql",
  text: "SELECT 1",
  output: [],
  rows: 1,
  took: 1,
  failed: false,
} as const;

const seen = fc.constantFrom(...databases);
const at = fc.integer({ min: 1, max: 9000 });
const problem = fc.constantFrom(new Problem("connection_lost"), new Problem("bug", { what: "x" }));

/** Whatever can come, in any state: keys, signals and what effects tell. */
const anything: fc.Arbitrary<Message> = fc.oneof(
  fc.constantFrom<Message>(...INTENTS),
  fc.constantFrom<Message>(
    { type: "leave" },
    { type: "interrupt" },
    { type: "hang_up" },
    { type: "toggle", overlay: "log" },
    { type: "toggle", overlay: "help" },
    { type: "logged", entry },
    { type: "recording", line: "INFO" },
    { type: "troubleshot", result: { urlSource: null, reach: null, composeLogs: null } },
    { type: "reported", report: { path: "/tmp/report.md" } },
  ),
  problem.map((each) => ({ type: "failed", problem: each }) as const),
  problem.map((each) => ({ type: "reported", report: { problem: each } }) as const),
  seen.map((each) => ({ type: "connected", seen: each }) as const),
  seen.map((each) => ({ type: "stamp_read", seen: each }) as const),
  seen.map((each) => ({ type: "schema_read", seen: each }) as const),
  at.map((each) => ({ type: "tick", at: each }) as const),
  fc
    .tuple(
      at,
      fc.constantFrom(
        { event: "step_started", index: 0 } as const,
        { event: "line", line: "INFO  Running" } as const,
        { event: "step_done", index: 0, took: 3 } as const,
        ...[good, bad, stopped].map((outcome) => ({ event: "ended", outcome }) as const),
      ),
    )
    .map(([when, event]) => ({ type: "ran", event, at: when }) as const),
);

/** What a screen waits for: without it, chance would hardly ever get beyond the first one. */
type Press = { readonly forward: Surveyed; readonly down: number } | { readonly any: Message };
const press: fc.Arbitrary<Press> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ forward: seen, down: fc.nat({ max: 2 }) }) },
  { weight: 1, arbitrary: anything.map((any) => ({ any })) },
);

function forward({ screen }: SessionState, found: Surveyed, down: number): Message {
  switch (screen.name) {
    case "connection":
      if (screen.phase === "working") return { type: "connected", seen: found };
      return screen.phase === "ready" ? { type: "next" } : { type: "retry" };
    case "stamp":
      return screen.phase === "working" ? { type: "stamp_read", seen: found } : { type: "next" };
    case "tables":
      return screen.phase === "working" ? { type: "schema_read", seen: found } : { type: "next" };
    case "path":
      return down > screen.cursor ? { type: "move", by: 1 } : { type: "next" };
    case "review":
      if (screen.rehearsal.kind === "working") {
        const outcome = [PASSED, UNREHEARSED, FAILED][down] ?? PASSED;
        return { type: "rehearsed", plan: screen.plan, outcome };
      }
      if (screen.backup !== null) return { type: "run" };
      return {
        type: "backup_looked",
        plan: screen.plan,
        offer: down > 0 ? IMPOSSIBLE : DECLINED,
        rows: null,
      };
    case "consent":
      return { type: "typed", text: "calls" };
    case "run":
      if (screen.outcome) return { type: "next" };
      return { type: "ran", event: { event: "ended", outcome: down > 0 ? bad : good }, at: 5 };
    case "report":
      return screen.report
        ? { type: "diagnose_again" }
        : { type: "reported", report: { path: "/r" } };
    default:
      return { type: "next" };
  }
}

interface Seen {
  readonly before: SessionState;
  readonly message: Message;
  readonly after: SessionState;
  readonly effects: readonly Effect[];
}

/** Plays random sessions and shows each step to the check. */
function everyStep(check: (step: Seen) => void): void {
  fc.assert(
    fc.property(fc.array(press, { minLength: 5, maxLength: 40 }), (presses) => {
      let before = initialState().state;
      for (const one of presses) {
        const message = "any" in one ? one.any : forward(before, one.forward, one.down);
        const { state: after, effects } = reduce(before, message);
        check({ before, message, after, effects });
        before = after;
      }
    }),
    { numRuns: 400 },
  );
}

const AFTER_THE_RUN = ["run", "verify", "report"];
const SWALLOWED = ["next", "back", "retry", "move", "run", "typed", "diagnose_again"];

test("a plan is begun only from its review, or with the database's name where rows are at stake", () => {
  const reached = new Set<string>();
  everyStep(({ before, message, after, effects }) => {
    reached.add(after.screen.name);
    const begins = effects.filter(({ effect }) => effect === "run");
    if (after.screen.name !== "run" || before.screen.name === "run") {
      return expect(begins).toEqual([]);
    }
    const { screen } = before;
    if (screen.name !== "review" && screen.name !== "consent") throw new Error(screen.name);
    const stake = rowsAtStake(screen.seen, screen.plan);
    if (screen.name === "review") {
      expect(message.type).toBe("run");
      expect(stake).toEqual([]);
      expect(["ready", "declined", "sandbox", "needless"]).toContain(screen.backup?.kind);
    } else {
      expect(message).toEqual({ type: "typed", text: visible(screen.seen.server.database) });
      const unsafe = screen.backup.kind === "impossible" || screen.rehearsal.kind === "impossible";
      expect(stake.length > 0 || unsafe).toBe(true);
    }
    const { plan, seen } = screen;
    const { rehearsal } = screen;
    expect(rehearsal.kind).not.toBe("working");
    if (rehearsal.kind === "rehearsed") expect(rehearsal.rehearsal.problem).toBeNull();
    expect(begins).toEqual([{ effect: "run", plan, seen, backup: screen.backup }]);
  });
  // Chance has to get everywhere, or the above says little.
  expect([...reached].sort()).toEqual(
    ["candidate", "chain", "clear", "connection", "consent", "path", "report", "review", "run"]
      .concat("stamp", "tables", "verify")
      .sort(),
  );
});

test("the name is asked for only after the plan was asked to run", () => {
  everyStep(({ before, message, after }) => {
    if (after.screen.name !== "consent" || before.screen.name === "consent") return;
    expect([before.screen.name, message.type]).toEqual(["review", "run"]);
  });
});

test("once a plan has begun nothing goes back; only a new diagnosis starts over", () => {
  everyStep(({ before, message, after }) => {
    if (!AFTER_THE_RUN.includes(before.screen.name)) return;
    if (AFTER_THE_RUN.includes(after.screen.name)) {
      const order = AFTER_THE_RUN.indexOf(after.screen.name);
      expect(order).toBeGreaterThanOrEqual(AFTER_THE_RUN.indexOf(before.screen.name));
    } else {
      expect(message.type).toBe("diagnose_again");
      expect(after.screen).toMatchObject({ name: "connection", phase: "working" });
    }
    if (message.type === "back") expect(after.screen).toBe(before.screen);
  });
});

test("what lies under an overlay is never acted on", () => {
  everyStep(({ before, message, after, effects }) => {
    if (before.overlay === null || !SWALLOWED.includes(message.type)) return;
    expect(after.screen).toBe(before.screen);
    expect(effects).toEqual([]);
  });
});

test("a session ends once, with one exit code, and nothing happens after that", () => {
  everyStep(({ before, after, effects }) => {
    const exits = effects.filter((effect) => effect.effect === "exit");
    if (before.exitCode !== null) {
      expect(after).toBe(before);
      expect(effects).toEqual([]);
    } else if (exits.length > 0) {
      expect(exits).toEqual([{ effect: "exit", code: after.exitCode }]);
    } else {
      expect(after.exitCode).toBeNull();
    }
  });
});

test("a running plan is not left by any key or signal", () => {
  everyStep(({ before, message, after, effects }) => {
    if (before.screen.name !== "run" || before.screen.outcome !== null) return;
    expect(after.screen.name).toBe("run");
    expect(after.exitCode).toBeNull();
    const allowed = message.type === "interrupt" ? ["stop_run"] : ["save_report"];
    for (const { effect } of effects) expect(allowed).toContain(effect);
  });
});

test("the same message twice starts the same work once", () => {
  const STARTED_ONCE = ["connect", "read_stamp", "read_schema", "run", "save_report", "exit"];
  everyStep(({ message, after, effects }) => {
    const again = reduce(after, message).effects.map(({ effect }) => effect);
    for (const { effect } of effects) {
      if (STARTED_ONCE.includes(effect)) expect(again).not.toContain(effect);
    }
  });
});

test("a message never changes what was there before it", () => {
  everyStep(({ before, message }) => {
    const copy = JSON.stringify(before.screen);
    reduce(before, message);
    expect(JSON.stringify(before.screen)).toBe(copy);
  });
});
