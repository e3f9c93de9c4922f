import { expect, test } from "vitest";
import { atReview, LIVE, play, surveyed } from "../session/states.ts";
import { text } from "./draw.tsx";
import { type AppTerminal, KEY, openApp } from "./terminal.tsx";

const seen = await surveyed(LIVE.stampAhead);
const consenting = play(atReview(seen, "reset"), { type: "run" });

const open = (): Promise<AppTerminal> => openApp(consenting);
const typed = (what: string) => [{ type: "typed", text: what }];

test("the name that is typed is shown, and sent by Enter", async () => {
  const { press, shows, sent, state } = await open();
  await press("c", "a", "l", "l", "s");
  await shows("name ❯ calls");
  expect(sent).toEqual([]);
  await press(KEY.enter);
  expect(sent).toEqual(typed("calls"));
  expect(state().screen.name).toBe("run");
});

test("letters that mean something elsewhere are letters here", async () => {
  const { press, shows, sent } = await open();
  await press("q", "y", "l", "d", "r", "?", "j", "k");
  await shows("name ❯ qyldr?jk");
  expect(sent).toEqual([]);
});

test("the text can be corrected with the keys of a shell", async () => {
  const { press, sent } = await open();
  await press("x", "calls", KEY.ctrlA, KEY.delete, KEY.ctrlE, "z", KEY.backspace, KEY.enter);
  expect(sent).toEqual(typed("calls"));
});

test("the arrows move within the text; they do not leave the screen", async () => {
  const { press, sent, state } = await open();
  await press("cals", KEY.left, "l", KEY.home, KEY.end, KEY.right, KEY.enter);
  expect(sent).toEqual(typed("calls"));
  expect(state().screen.name).toBe("run");
});

test("Ctrl+U and Ctrl+W take back what was typed", async () => {
  const { press, sent } = await open();
  await press("wrong", KEY.ctrlU, "also wrong", KEY.ctrlW, KEY.ctrlW, "calls", KEY.enter);
  expect(sent).toEqual(typed("calls"));
});

test("a pasted line counts without its newline, and does not send itself", async () => {
  const { press, shows, sent } = await open();
  await press("\u001b[200~calls\n\u001b[201~");
  await shows("name ❯ calls");
  expect(sent).toEqual([]);
  await press(KEY.enter);
  expect(sent).toEqual(typed("calls"));
});

test("a name and Enter in one chunk wait for another Enter", async () => {
  const { press, shows, sent } = await open();
  await press("calls\r");
  await shows("name ❯ calls");
  expect(sent).toEqual([]);
});

test("a wrong name says so and can be tried again", async () => {
  const { press, shows, state } = await open();
  await press("cals", KEY.enter);
  await shows(text.screens.consent.mistaken("cals"));
  expect(state().screen.name).toBe("consent");
  await press(KEY.ctrlU, "calls", KEY.enter);
  expect(state().screen.name).toBe("run");
});

test("Enter on an empty line destroys nothing", async () => {
  const { press, state } = await open();
  await press(KEY.enter, KEY.enter);
  expect(state().screen).toMatchObject({ name: "consent", mistaken: true });
});

test("Esc goes back to the plan, and the typed name is forgotten", async () => {
  const { press, state, shows, words } = await open();
  await press("calls", KEY.escape);
  expect(state().screen.name).toBe("review");
  await press("y");
  await shows(text.screens.consent.title);
  expect(words()).not.toContain("name ❯ calls");
});

test("Ctrl+C leaves without destroying anything", async () => {
  const { press, sent, state } = await open();
  await press("calls", KEY.ctrlC);
  expect(sent).toEqual([{ type: "interrupt" }]);
  expect(state()).toMatchObject({ exitCode: 130, screen: { name: "consent" } });
});

test("keys that a slow line hands over together count one by one", async () => {
  const { press, shows, sent } = await open();
  await press("wrong\u0015cals\u007fls");
  await shows("name ❯ calls");
  expect(sent).toEqual([]);
});
