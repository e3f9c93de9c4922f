import { describe, expect, test } from "vitest";
import type { Intent } from "../../src/session/screens/messages.ts";
import { gallery, type Picture } from "../session/gallery.ts";
import { KEY, openApp } from "./terminal.tsx";

const pictures = await gallery();

function picture(title: string): Picture {
  const found = pictures.find((each) => each.title === title);
  if (!found) throw new Error(`no picture is called ${title}`);
  return found;
}

const NEXT: Intent = { type: "next" };
const BACK: Intent = { type: "back" };
const RETRY: Intent = { type: "retry" };
const RUN: Intent = { type: "run" };
const LEAVE: Intent = { type: "leave" };
const INTERRUPT: Intent = { type: "interrupt" };
const UP: Intent = { type: "move", by: -1 };
const DOWN: Intent = { type: "move", by: 1 };
const AGAIN: Intent = { type: "diagnose_again" };
const END: Intent = { type: "end_session" };
const UNDO: Intent = { type: "undo" };
const LOG: Intent = { type: "toggle", overlay: "log" };
const HELP: Intent = { type: "toggle", overlay: "help" };

/** Every key that means something to the session, and every screen on which it does. */
const MEANT: readonly (readonly [title: string, keys: readonly (readonly [string, Intent])[]])[] = [
  ["connection at work", [["q", LEAVE]]],
  [
    "connection failed",
    [
      ["r", RETRY],
      ["q", LEAVE],
    ],
  ],
  [
    "connection ready",
    [
      [KEY.enter, NEXT],
      ["r", RETRY],
    ],
  ],
  ["stamp at work", [[KEY.escape, BACK]]],
  [
    "stamp failed",
    [
      ["r", RETRY],
      [KEY.escape, BACK],
    ],
  ],
  [
    "stamp ready",
    [
      [KEY.enter, NEXT],
      ["r", RETRY],
      [KEY.left, BACK],
    ],
  ],
  ["tables failed", [["r", RETRY]]],
  [
    "tables ready",
    [
      [KEY.enter, NEXT],
      ["r", RETRY],
      [KEY.escape, BACK],
    ],
  ],
  [
    "chain",
    [
      [KEY.enter, NEXT],
      [KEY.escape, BACK],
      ["l", LOG],
      ["?", HELP],
    ],
  ],
  ["healthy chain", [[KEY.enter, NEXT]]],
  [
    "path",
    [
      [KEY.up, UP],
      [KEY.down, DOWN],
      ["k", UP],
      ["j", DOWN],
      [KEY.enter, NEXT],
    ],
  ],
  [
    "clear",
    [
      [KEY.down, DOWN],
      [KEY.enter, NEXT],
      [KEY.escape, BACK],
    ],
  ],
  [
    "candidate",
    [
      ["j", DOWN],
      [KEY.enter, NEXT],
      [KEY.left, BACK],
    ],
  ],
  [
    "review",
    [
      ["y", RUN],
      [KEY.escape, BACK],
      [KEY.left, BACK],
      ["q", LEAVE],
    ],
  ],
  ["review that destroys", [["y", RUN]]],
  [
    "consent",
    [
      [KEY.escape, BACK],
      [KEY.ctrlC, INTERRUPT],
    ],
  ],
  [
    "run begun",
    [
      [KEY.ctrlC, INTERRUPT],
      ["l", LOG],
      ["?", HELP],
    ],
  ],
  ["run that waits for somebody", [["t", END]]],
  ["run asking whom to end", [[KEY.escape, BACK]]],
  [
    "connection after an interrupted session",
    [
      [KEY.enter, NEXT],
      ["u", UNDO],
    ],
  ],
  [
    "undo of a stamp",
    [
      ["y", RUN],
      [KEY.escape, BACK],
    ],
  ],
  ["undo that loses rows", [[KEY.escape, BACK]]],
  ["undo under way", [[KEY.ctrlC, INTERRUPT]]],
  ["undo done", [[KEY.enter, NEXT]]],
  ["run ended", [[KEY.enter, NEXT]]],
  [
    "verify good",
    [
      [KEY.enter, NEXT],
      ["q", LEAVE],
    ],
  ],
  [
    "report saved",
    [
      [KEY.enter, NEXT],
      ["q", LEAVE],
    ],
  ],
  [
    "report of a failure",
    [
      [KEY.enter, NEXT],
      ["d", AGAIN],
    ],
  ],
];

describe.each(MEANT)("on the screen: %s", (title, keys) => {
  test.each(keys)("%j sends %o", async (key, intent) => {
    const { press, sent } = await openApp(picture(title).state);
    await press(key);
    expect(sent).toEqual([intent]);
  });
});

test.each(pictures)(
  "on the screen $title no other key means anything, but Ctrl+C always does",
  async ({ state, asks }) => {
    const own = [asks.includes("end_session") ? "t" : "", asks.includes("undo") ? "u" : ""];
    const known = new Set(`lkjqryd?${own.join("")}`);
    const others = [..."abcefghimnopstuvwxzYRQLD0129.;/-"].filter((key) => !known.has(key));
    const { pressAtOnce, sent } = await openApp(state);
    await pressAtOnce(...others, "\t", KEY.right, "\u001bOP", "\u0019", "\u001by", "\u001bq");
    // Several keys in one chunk are no key at all.
    await pressAtOnce("\r\r", "yy", "qq");
    expect(sent).toEqual([]);
    await pressAtOnce(KEY.ctrlC);
    expect(sent).toEqual([INTERRUPT]);
  },
);

test("y does nothing on any screen that does not ask for it", async () => {
  for (const { title, state } of pictures.filter(({ asks }) => !asks.includes("run"))) {
    const { press, sent } = await openApp(state);
    await press("y");
    expect(sent, title).toEqual([]);
  }
});

test("Enter does not run a plan, however often it is pressed", async () => {
  const { press, state } = await openApp(picture("path").state);
  await press(KEY.enter, KEY.enter, KEY.enter, KEY.enter);
  expect(state().screen.name).toBe("review");
});

test("a key pressed twice before the first one was drawn applies once", async () => {
  const { pressAtOnce, sent, state } = await openApp(picture("review").state);
  await pressAtOnce("y", "y");
  expect(sent).toEqual([RUN]);
  expect(state().screen.name).toBe("run");
});

test("a key means what it means on the screen that the session is on, drawn or not", async () => {
  const { pressAtOnce, sent } = await openApp(picture("review that destroys").state);
  await pressAtOnce("y", "q", "l", KEY.left);
  expect(sent).toEqual([RUN]);
});

test("quitting is not offered while a plan runs", async () => {
  const { press, sent } = await openApp(picture("run at work").state);
  await press("q", KEY.escape, KEY.enter);
  expect(sent).toEqual([]);
});

test("a Russian layout is no hindrance: the key counts, not its letter", async () => {
  for (const [letter, intent] of [
    ["н", RUN],
    ["й", LEAVE],
    ["д", LOG],
    [",", HELP],
  ] as const) {
    const { press, sent } = await openApp(picture("review").state);
    await press(letter);
    expect(sent, letter).toEqual([intent]);
  }
});
