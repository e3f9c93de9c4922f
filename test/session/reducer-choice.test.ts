import { expect, test } from "vitest";
import { reduce } from "../../src/session/screens/reducer.ts";
import { ID, tableOf } from "./chain.ts";
import { DECLINED } from "./fakes.ts";
import { atChain, atPath, atReview, LIVE, play, screenOf, surveyed } from "./states.ts";

const NEXT = { type: "next" } as const;
const BACK = { type: "back" } as const;
const RUN = { type: "run" } as const;

const ahead = await surveyed(LIVE.stampAhead);
const empty = await surveyed(LIVE.stampedEmpty);
const several = await surveyed(LIVE.unstamped);

test("the cursor starts on the recommended path", () => {
  const { options, cursor } = screenOf(play(atChain(ahead), NEXT), "path");
  expect(options.map(({ path }) => path)).toEqual(["fresh", "adopt", "reset"]);
  expect(options[cursor]).toMatchObject({ path: "adopt", recommended: true });
});

test("without a recommendation the cursor is not on the path that destroys", async () => {
  const { options, cursor } = screenOf(atPath(await surveyed(LIVE.damaged)), "path");
  expect(options.some(({ recommended }) => recommended)).toBe(false);
  expect(options[cursor]?.path).not.toBe("reset");
});

test("the cursor stays within the list, however far it is moved", () => {
  const path = atPath(ahead);
  const up = play(path, { type: "move", by: -100 });
  const down = play(path, { type: "move", by: 100 });
  expect(screenOf(up, "path").cursor).toBe(0);
  expect(screenOf(down, "path").cursor).toBe(2);
});

test("a refused path cannot be chosen", () => {
  const refused = atPath(ahead, "fresh");
  expect(screenOf(refused, "path").options[0]?.refusal).toMatchObject({ reason: "has_tables" });
  expect(reduce(refused, NEXT)).toEqual({ state: refused, effects: [] });
});

test("the plan under review stamps what the schema proves and runs the rest", () => {
  const { plan } = screenOf(atReview(ahead), "review");
  expect(plan.steps.map(({ purpose }) => purpose)).toEqual(["stamp_proven", "upgrade", "verify"]);
  expect(plan.stamp).toEqual([ID.initial]);
  expect(plan.drops).toEqual([]);
});

test("an empty database with a stamp is asked how to clear it", () => {
  const clear = play(atPath(empty), NEXT);
  expect(screenOf(clear, "clear").options).toEqual([
    { method: "stamp_base", failsAt: null },
    { method: "drop_table", failsAt: null },
    { method: "downgrade_base", failsAt: ID.timezone },
  ]);
  const { plan } = screenOf(play(clear, { type: "move", by: 1 }, NEXT), "review");
  expect(plan.steps[0]?.purpose).toBe("drop_version_table");
});

test("a way of clearing that would fail cannot be chosen", () => {
  const refused = play(atPath(empty), NEXT, { type: "move", by: 2 });
  expect(reduce(refused, NEXT)).toEqual({ state: refused, effects: [] });
});

test("an empty database without a stamp goes straight to the review", async () => {
  const state = play(atPath(await surveyed(LIVE.empty)), NEXT);
  expect(screenOf(state, "review").plan.steps.map(({ purpose }) => purpose)).toEqual([
    "upgrade",
    "verify",
  ]);
  expect(play(state, BACK).screen.name).toBe("path");
});

test("a database that is merely behind is upgraded without touching its stamp", async () => {
  const state = play(atPath(await surveyed(LIVE.pending)), NEXT);
  const { plan } = screenOf(state, "review");
  expect(plan.path).toBe("upgrade");
  expect(plan.revisionsToRun).toEqual([ID.indexes, ID.cleanup, ID.head]);
});

test("between revisions that fit equally well a person chooses, and that one is stamped", () => {
  const asked = play(atPath(several, "adopt"), NEXT);
  expect(screenOf(asked, "candidate").candidates).toEqual([[ID.indexes], [ID.cleanup], [ID.head]]);
  const last = screenOf(play(asked, { type: "move", by: 2 }, NEXT), "review").plan;
  expect(last).toMatchObject({ stamp: [ID.head], revisionsToRun: [] });
  const first = screenOf(play(asked, NEXT), "review").plan;
  expect(first).toMatchObject({ stamp: [ID.indexes], revisionsToRun: [ID.cleanup, ID.head] });
});

test("going back from the choices leads to the path, and from there to the chain", () => {
  for (const asked of [play(atPath(empty), NEXT), play(atPath(several, "adopt"), NEXT)]) {
    const path = play(asked, BACK);
    expect(path.screen.name).toBe("path");
    expect(play(path, BACK).screen.name).toBe("chain");
  }
});

test("going back from the review leads to the choice that the plan was made from", () => {
  expect(play(atReview(empty), BACK).screen.name).toBe("clear");
  expect(play(atReview(ahead), BACK).screen.name).toBe("path");
});

test("a plan that loses no rows runs at once, and is the very plan that was shown", () => {
  const review = atReview(ahead);
  const { plan, seen } = screenOf(review, "review");
  const step = reduce(review, RUN);
  expect(step.effects).toEqual([{ effect: "run", plan, seen, backup: DECLINED }]);
  expect(screenOf(step.state, "run").plan).toBe(plan);
});

test("running is asked for once, even when the key is pressed twice", () => {
  const once = reduce(atReview(ahead), RUN);
  expect(reduce(once.state, RUN)).toEqual({ state: once.state, effects: [] });
});

test("a plan that drops rows asks for the database's name first", () => {
  const step = reduce(atReview(ahead, "reset"), RUN);
  expect(step.effects).toEqual([]);
  expect(step.state.screen).toMatchObject({ name: "consent", typed: "", mistaken: false });
});

test.each(["", "Calls", "calls ", " calls", "call", "y", "yes"])(
  "the typed name %j is not the database's, and nothing runs",
  (text) => {
    const consent = play(atReview(ahead, "reset"), RUN);
    const step = reduce(consent, { type: "typed", text });
    expect(step.effects).toEqual([]);
    expect(step.state.screen).toMatchObject({ name: "consent", typed: text, mistaken: true });
  },
);

test("the right name runs the plan that was reviewed", () => {
  const review = atReview(ahead, "reset");
  const { plan, seen } = screenOf(review, "review");
  const step = reduce(play(review, RUN), { type: "typed", text: "calls" });
  expect(step.effects).toEqual([{ effect: "run", plan, seen, backup: DECLINED }]);
  expect(reduce(step.state, { type: "typed", text: "calls" }).effects).toEqual([]);
});

test("a name with control characters is typed as it is shown", async () => {
  const seen = await surveyed(LIVE.stampAhead, { server: { database: "ca\u001b[31mlls" } });
  const consent = play(atReview(seen, "reset"), RUN);
  expect(play(consent, { type: "typed", text: "calls" }).screen.name).toBe("consent");
  expect(play(consent, { type: "typed", text: "ca\\x1b[31mlls" }).screen.name).toBe("run");
});

test("going back from the consent leads to the same review", () => {
  const review = atReview(ahead, "reset");
  expect(play(review, RUN, BACK)).toEqual(review);
});

test("tables without rows need no consent, tables that cannot be looked into do", async () => {
  const bare = await surveyed({ ...LIVE.stampAhead, filled: false });
  expect(play(atReview(bare, "reset"), RUN).screen.name).toBe("run");
  const unseen = await surveyed(LIVE.stampAhead, {
    see: (snapshot) => ({
      ...snapshot,
      tables: snapshot.tables.map((table) => ({ ...table, hasRows: null })),
    }),
  });
  expect(play(atReview(unseen, "reset"), RUN).screen.name).toBe("consent");
});

test("rows in tables that the plan does not drop need no consent", async () => {
  const otherTables = [tableOf("public.orders", true)];
  const seen = await surveyed({ ...LIVE.stampAhead, filled: false, otherTables });
  expect(play(atReview(seen, "reset"), RUN).screen.name).toBe("run");
});

test("going back from the review of a chosen revision leads to that choice", () => {
  const review = play(atPath(several, "adopt"), NEXT, { type: "move", by: 2 }, NEXT);
  expect(play(review, BACK).screen).toMatchObject({ name: "candidate", cursor: 2 });
});
