import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { Effect, Message } from "../../src/session/screens/messages.ts";
import { createStore } from "../../src/session/store.ts";
import { LIVE, surveyed } from "./states.ts";

const seen = await surveyed(LIVE.stampAhead);

test("nothing is done before the session is started, and then the first effect once", () => {
  const performed: Effect[] = [];
  const store = createStore((effect) => performed.push(effect));
  expect(performed).toEqual([]);
  store.start();
  expect(performed).toEqual([{ effect: "connect" }]);
});

test("a message has been applied when dispatch returns", () => {
  const store = createStore(() => {});
  store.dispatch({ type: "connected", seen });
  expect(store.getState().screen).toMatchObject({ name: "connection", phase: "ready" });
});

test("of two key presses in one tick the second one meets the state that the first one made", () => {
  const performed: Effect[] = [];
  const store = createStore((effect) => performed.push(effect));
  store.dispatch({ type: "connected", seen });
  store.dispatch({ type: "next" });
  store.dispatch({ type: "next" });
  expect(store.getState().screen).toMatchObject({ name: "stamp", phase: "working" });
  expect(performed).toEqual([{ effect: "read_stamp", seen }]);
});

test("listeners are told of a change, and only of a change", () => {
  const store = createStore(() => {});
  const told: string[] = [];
  store.subscribe(() => told.push(store.getState().screen.name));
  store.dispatch({ type: "run" });
  expect(told).toEqual([]);
  store.dispatch({ type: "connected", seen });
  store.dispatch({ type: "next" });
  expect(told).toEqual(["connection", "stamp"]);
});

test("a listener that has gone is not told any more", () => {
  const store = createStore(() => {});
  let told = 0;
  const leave = store.subscribe(() => {
    told += 1;
  });
  leave();
  store.dispatch({ type: "connected", seen });
  expect(told).toBe(0);
});

test("what comes of an effect is applied in its turn, until the session is over", () => {
  const performed: string[] = [];
  const store = createStore((effect, dispatch) => {
    performed.push(effect.effect);
    if (effect.effect === "connect") dispatch({ type: "connected", seen });
    if (effect.effect === "read_stamp") dispatch({ type: "stamp_read", seen });
  });
  store.start();
  store.dispatch({ type: "next" });
  expect(store.getState().screen).toMatchObject({ name: "stamp", phase: "ready" });
  store.dispatch({ type: "leave" });
  store.dispatch({ type: "retry" });
  expect(performed).toEqual(["connect", "read_stamp", "exit"]);
});

test("a message sent by a listener is not lost", () => {
  const store = createStore(() => {});
  const answer: Message = { type: "next" };
  store.subscribe(() => {
    const { screen } = store.getState();
    if (screen.name === "connection" && screen.phase === "ready") store.dispatch(answer);
  });
  store.dispatch({ type: "connected", seen });
  expect(store.getState().screen.name).toBe("stamp");
});

test("a failure that was read for a screen which has been left is not another screen's", () => {
  const late: Record<string, (message: Message) => void> = {};
  const store = createStore(({ effect }, dispatch) => {
    late[effect] = dispatch;
  });
  store.start();
  late["connect"]?.({ type: "connected", seen });
  for (const type of ["next", "back", "retry"] as const) store.dispatch({ type });
  late["read_stamp"]?.({ type: "failed", problem: new Problem("connection_lost") });
  expect(store.getState().screen).toMatchObject({ name: "connection", phase: "working" });
});

test("of the same thing read twice only the second reading counts", () => {
  const asked: ((message: Message) => void)[] = [];
  const store = createStore((_, dispatch) => asked.push(dispatch));
  store.start();
  asked[0]?.({ type: "connected", seen });
  for (const type of ["next", "back", "next"] as const) store.dispatch({ type });
  asked[1]?.({ type: "stamp_read", seen });
  expect(store.getState().screen).toMatchObject({ name: "stamp", phase: "working" });
  asked[2]?.({ type: "stamp_read", seen });
  expect(store.getState().screen).toMatchObject({ name: "stamp", phase: "ready" });
});
