/** Sessions from the first screen to the last, with real effects on a small world. */
import { expect, test, vi } from "vitest";
import { recommendedIntent } from "../../src/session/autopilot.ts";
import { createEffects } from "../../src/session/effects.ts";
import type { Intent } from "../../src/session/screens/messages.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import { createStore } from "../../src/session/store.ts";
import { ID } from "./chain.ts";
import { said } from "./fakes.ts";
import { LIVE } from "./states.ts";
import { createWorld, type World } from "./world.ts";

/** Answers each screen that has come to rest until the session is over. */
async function play(
  world: World,
  answer: (state: SessionState) => Intent | null = recommendedIntent,
) {
  const visited: string[] = [];
  let over = false;
  const store = createStore(
    createEffects({
      ports: async () => world.ports,
      writeReport: ({ outcome }) => `done: ${outcome.done}`,
      onExit: () => {
        over = true;
      },
    }),
  );
  store.subscribe(() => {
    const state = store.getState();
    const { name } = state.screen;
    if (visited.at(-1) !== name) visited.push(name);
    const intent = state.exitCode === null ? answer(state) : null;
    if (intent) store.dispatch(intent);
  });
  store.start();
  await vi.waitFor(() => expect(over).toBe(true), { interval: 1 });
  return { visited, code: store.getState().exitCode, state: store.getState() };
}

test("a stamp on an empty database is cleared, and every revision run", async () => {
  const world = createWorld(LIVE.stampedEmpty);
  const { visited, code } = await play(world);
  expect(visited.join(" ")).toBe(
    "connection stamp tables chain path clear review run verify report",
  );
  expect(code).toBe(0);
  expect(world.live()).toEqual({ schema: ID.head, stamp: [ID.head] });
  expect(world.saved).toEqual(["done: 3"]);
});

test("a stamp that is too late is corrected to what the schema proves, and the rest run", async () => {
  const world = createWorld(LIVE.stampAhead);
  const { visited, code } = await play(world);
  expect(visited.join(" ")).toBe("connection stamp tables chain path review run verify report");
  expect(code).toBe(0);
  expect(world.live()).toEqual({ schema: ID.head, stamp: [ID.head] });
});

test.each([
  ["a stamp that no script knows", LIVE.unknownStamp],
  ["a stamp that is too early", LIVE.stampBehind],
  ["a database that is merely behind", LIVE.pending],
  ["an empty database", LIVE.empty],
])("%s ends at the head", async (_, live) => {
  const world = createWorld(live);
  expect((await play(world)).code).toBe(0);
  expect(world.live()).toMatchObject({ schema: ID.head, stamp: [ID.head] });
});

test("a healthy database is left alone", async () => {
  const world = createWorld(LIVE.healthy);
  const { visited, code } = await play(world);
  expect(visited.join(" ")).toBe("connection stamp tables chain");
  expect(code).toBe(0);
  expect(world.live()).toBe(LIVE.healthy);
  expect(world.saved).toEqual([]);
});

test.each([
  ["damaged", LIVE.damaged],
  ["with several version tables", LIVE.severalVersionTables],
])("a database that is %s is looked at and not touched", async (_, live) => {
  const world = createWorld(live);
  const { visited, code } = await play(world);
  expect(visited.at(-1)).toBe("path");
  expect(code).toBe(1);
  expect(world.live()).toBe(live);
});

test("a database that changes between review and run is not touched", async () => {
  const world = createWorld(LIVE.stampAhead);
  const { code, state } = await play(world, (now) => {
    if (now.screen.name === "review") world.change({ stamp: [ID.friends] });
    return recommendedIntent(now);
  });
  expect(code).toBe(1);
  expect(state.screen).toMatchObject({ outcome: { problem: { code: "database_changed" } } });
  expect(world.live()).toEqual({ schema: ID.initial, stamp: [ID.friends] });
});

test("a run that is interrupted stops before its next step, and says so", async () => {
  const world = createWorld(LIVE.stampAhead, {
    alembic: (command, { signal }) => {
      if (command !== "upgrade head") return null;
      return new Promise((resolve) => {
        const end = () => resolve({ ...said(command, ["KeyboardInterrupt"]), exitCode: null });
        if (signal?.aborted) end();
        signal?.addEventListener("abort", end);
      });
    },
  });
  let presses = 0;
  const { code, state } = await play(world, (now) => {
    const { screen } = now;
    const upgrading = screen.name === "run" && screen.steps[1]?.status === "running";
    if (upgrading && screen.outcome === null && presses < 2) {
      presses += 1;
      return { type: "interrupt" };
    }
    return recommendedIntent(now);
  });
  expect(code).toBe(130);
  expect(state.screen).toMatchObject({ outcome: { problem: { code: "interrupted" }, done: 1 } });
  expect(world.live()).toEqual({ schema: ID.initial, stamp: [ID.initial] });
  expect(world.saved).toEqual(["done: 1"]);
});

test("a terminal lost in the middle of a run does not keep the run from its end", async () => {
  const world = createWorld(LIVE.stampAhead);
  const { code } = await play(world, ({ screen, hungUp }) => {
    if (screen.name === "run") return hungUp ? null : { type: "hang_up" };
    return recommendedIntent({ screen } as SessionState);
  });
  expect(code).toBe(129);
  expect(world.live()).toEqual({ schema: ID.head, stamp: [ID.head] });
  expect(world.saved).toEqual(["done: 3"]);
});

test("alembic is asked this, in this order, and nothing else", async () => {
  const commands: string[] = [];
  const world = createWorld(LIVE.stampAhead, {
    alembic: (command) => {
      commands.push(command);
      return null;
    },
  });
  await play(world);
  expect(commands).toEqual(["current", `stamp ${ID.initial}`, "upgrade head", "current"]);
});
