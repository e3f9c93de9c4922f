import { expect, test } from "vitest";
import type { LogEntry } from "../../src/io/ports/command.ts";
import type { ScreenName } from "../../src/session/screens/state.ts";
import { bindingsFor } from "../../src/ui/keys.ts";
import { Help, Log } from "../../src/ui/screens/Overlay.tsx";
import { gallery } from "../session/gallery.ts";
import { atReview, LIVE, play, start, surveyed } from "../session/states.ts";
import { draw, lineWith, text, words } from "./draw.tsx";
import { KEY, openApp } from "./terminal.tsx";

const { log: texts } = text.screens;

const COMMAND: LogEntry = {
  kind: "command",
  text: "alembic current",
  output: ["c7a3d9e12f8b"],
  rows: null,
  took: 412.4,
  failed: false,
};
const STATEMENT: LogEntry = {
  kind: "sql",
  text: "SELECT version_num\nFROM alembic_version",
  output: [],
  rows: 2,
  took: 3,
  failed: false,
};

test("an empty log says that nothing was run", () => {
  expect(draw(<Log log={[]} />)).toBe(texts.empty);
});

test("the log has every command and statement, its output and how long it took", () => {
  const frame = draw(<Log log={[COMMAND, STATEMENT]} />);
  expect(frame).toContain(texts.title);
  expect(frame).toContain(`$ alembic current\n│ c7a3d9e12f8b\n${texts.took(412)}`);
  expect(frame).toContain("> SELECT version_num\n  FROM alembic_version");
  expect(frame).toContain(`(2 rows)  ${texts.took(3)}`);
});

test("what failed is marked as failed", () => {
  const frame = draw(<Log log={[{ ...COMMAND, failed: true }]} />);
  expect(lineWith(frame, texts.took(412))).toContain(texts.failed);
  expect(draw(<Log log={[COMMAND]} />)).not.toContain(texts.failed);
});

test("of very long output the last forty lines are shown, and that there were more", () => {
  const output = Array.from({ length: 60 }, (_, at) => `row ${at + 1}.`);
  const frame = draw(<Log log={[{ ...COMMAND, output }]} />);
  expect(frame.match(/row \d+\./g)).toHaveLength(40);
  expect(frame).toContain("row 60.");
  expect(frame).toContain("\n  …\n");
});

test.each(Object.keys(text.keys.help) as ScreenName[])(
  "%s has a help text of its own",
  (screen) => {
    const frame = words(draw(<Help screen={screen} bindings={[]} />));
    expect(frame).toContain(text.screens.titles[screen]);
    expect(frame).toContain(words(text.keys.help[screen]));
  },
);

test("every screen of a session has a help text", async () => {
  const names = new Set((await gallery()).map(({ state }) => state.screen.name));
  expect([...names].sort()).toEqual(Object.keys(text.keys.help).sort());
});

test("the log lies over the screen and its key closes it again", async () => {
  const state = play(start(), { type: "logged", entry: COMMAND });
  const { press, frame, shows } = await openApp(state);
  const before = frame();
  await press("l");
  await shows(texts.title);
  expect(frame()).not.toContain(text.screens.connection.working);
  await press("l");
  await shows(text.screens.connection.working);
  expect(frame()).toBe(before);
});

test.each(await gallery())(
  "the help of $title lists every key that means something there",
  async ({ state }) => {
    const bindings = bindingsFor(state, text.keys.names);
    if (!bindings.some(({ keys }) => keys.includes("?"))) return;
    const { press, shows, frame } = await openApp(state, { rows: 60 });
    await press("?");
    await shows("Esc close");
    for (const { shown, label } of bindings) {
      const line = lineWith(frame(), text.keys.labels[label]);
      if (shown !== null) expect(line).toContain(shown);
    }
    expect(lineWith(frame(), text.keys.labels.scroll)).toContain("PgUp/PgDn Home/End");
  },
);

test.each([KEY.escape, KEY.enter, "q", "?"])(
  "the help is closed by %j, and nothing else happens",
  async (key) => {
    const review = atReview(await surveyed(LIVE.stampAhead));
    const { press, state, shows } = await openApp(review);
    await press("?");
    await shows("The same list is what runs");
    await press(key);
    await shows(text.screens.review.intro);
    expect(state()).toEqual(review);
  },
);

test("y does not run the plan while the log hides it", async () => {
  const { press, state } = await openApp(atReview(await surveyed(LIVE.stampAhead)));
  await press("l", "y");
  expect(state().screen.name).toBe("review");
});

test("the header with the database stays above an overlay", async () => {
  const { press, shows } = await openApp(atReview(await surveyed(LIVE.stampAhead)));
  await press("l");
  await shows("calls_owner@db.example:5432/calls");
});
