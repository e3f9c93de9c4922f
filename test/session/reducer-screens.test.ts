import { describe, expect, test } from "vitest";
import { MOST_LOGGED, reduce } from "../../src/session/screens/reducer.ts";
import { gallery, INTENTS } from "./gallery.ts";
import { play, start } from "./states.ts";

const pictures = await gallery();

describe.each(pictures)("on the screen: $title", ({ state, asks }) => {
  test("an intent that the screen does not ask for changes nothing and starts nothing", () => {
    for (const intent of INTENTS.filter(({ type }) => !asks.includes(type))) {
      expect(reduce(state, intent), intent.type).toEqual({ state, effects: [] });
    }
  });

  test("each intent that the screen asks for changes it or starts something", () => {
    for (const type of asks) {
      const some = INTENTS.filter((intent) => intent.type === type).some((intent) => {
        const step = reduce(state, intent);
        return step.state !== state || step.effects.length > 0;
      });
      expect(some, type).toBe(true);
    }
  });

  test.each(["log", "help"] as const)("the %s lies over it and swallows its keys", (overlay) => {
    const covered = play(state, { type: "toggle", overlay });
    expect(covered).toEqual({ ...state, overlay });
    for (const intent of INTENTS) {
      const step = reduce(covered, intent);
      expect(step.state.screen, intent.type).toBe(state.screen);
      expect(step.effects, intent.type).toEqual([]);
    }
  });

  test("an overlay is closed by its own key and by going back, and the screen is as it was", () => {
    const covered = play(state, { type: "toggle", overlay: "log" });
    expect(play(covered, { type: "toggle", overlay: "log" })).toEqual(state);
    expect(play(covered, { type: "back" })).toEqual(state);
    expect(play(covered, { type: "toggle", overlay: "help" }).overlay).toBe("help");
  });

  test("what is logged is kept, whatever is shown", () => {
    const entry = { kind: "sql", text: "SELECT 1", output: [], rows: 1, took: 1, failed: false };
    const logged = play(state, { type: "logged", entry: { ...entry, kind: "sql" } });
    expect(logged.log).toEqual([...state.log, entry]);
    expect(logged.screen).toBe(state.screen);
  });
});

test("the log keeps its last entries", () => {
  let state = start();
  for (let at = 0; at < MOST_LOGGED + 10; at += 1) {
    const entry = {
      kind: "sql",
      text: `${at}`,
      output: [],
      rows: 1,
      took: 1,
      failed: false,
    } as const;
    state = play(state, { type: "logged", entry });
  }
  expect(state.log).toHaveLength(MOST_LOGGED);
  expect(state.log[0]?.text).toBe("10");
  expect(state.log.at(-1)?.text).toBe(`${MOST_LOGGED + 9}`);
});

test("the first effect of a session is to look for the project and the database", () => {
  expect(reduce(start(), { type: "next" }).effects).toEqual([]);
  expect(start().screen).toEqual({ name: "connection", phase: "working", checks: [] });
});
