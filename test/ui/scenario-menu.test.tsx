import { expect, test } from "vitest";
import { ScenarioMenu } from "../../src/ui/ScenarioMenu.tsx";
import { text } from "./draw.tsx";
import { KEY, openTerminal } from "./terminal.tsx";

const scenarios = Array.from({ length: 24 }, (_, index) => ({
  title: `Scenario ${index + 1}.`,
  story: `Monday, ${index + 1}:00. Nobody knows what to do, and it is getting late. `.repeat(4),
}));
const last = scenarios.length - 1;

async function open(size = { columns: 80, rows: 40 }) {
  const chosen: (number | "leave")[] = [];
  const terminal = openTerminal(
    <ScenarioMenu
      scenarios={scenarios}
      onChoose={(index) => chosen.push(index)}
      onLeave={() => chosen.push("leave")}
    />,
    size,
  );
  await terminal.shows(text.practice.title);
  return { ...terminal, chosen };
}

test("every scenario is there with its number and title, and one with its story", async () => {
  const { words, press } = await open();
  for (const [index, { title }] of scenarios.entries()) {
    expect(words()).toContain(`${index + 1} ${title}`);
  }
  expect(words()).toContain("Monday, 1:00.");
  await press(KEY.down);
  expect(words()).toContain("Monday, 2:00.");
  expect(words()).not.toContain("Monday, 1:00.");
});

test.each([
  [80, 24],
  [40, 24],
  [40, 10],
])("on %i columns and %i rows all of it fits, wherever the cursor is", async (columns, rows) => {
  const { frame, words, press } = await open({ columns, rows });
  for (let move = 0; move < scenarios.length; move += 1) {
    expect(words()).toContain(`❯ ${move + 1} ${scenarios[move]?.title}`);
    expect(words()).toContain("Enter start");
    expect(frame().split("\n").length).toBeLessThanOrEqual(rows);
    if (rows >= 24) expect(words()).toContain(`Monday, ${move + 1}:00.`);
    await press("j");
  }
});

test.each([
  ["the first one", [], 0],
  ["the next one", [KEY.down], 1],
  ["the last one, however far one goes", Array(30).fill("j"), last],
  ["the last one by whole pages", [KEY.pageDown, KEY.pageDown], last],
  ["the first one again", [KEY.down, "k", KEY.up, "k", KEY.pageUp], 0],
])("Enter starts %s", async (_, moves, expected) => {
  const { press, chosen } = await open();
  await press(...moves, KEY.enter);
  expect(chosen).toEqual([expected]);
});

test.each(["q", KEY.escape, KEY.ctrlC])("%j leaves", async (key) => {
  const { press, chosen } = await open();
  await press(key);
  expect(chosen).toEqual(["leave"]);
});

test("? explains the list, and the key that closes it does nothing else", async () => {
  const { press, chosen, shows, words } = await open();
  await press("j", "?");
  await shows(text.practice.menuHelp);
  await press(KEY.enter);
  await shows("❯ 2 Scenario 2.");
  expect(words()).not.toContain(text.practice.menuHelp);
  expect(chosen).toEqual([]);
});

test("a move within a page leaves the list where it is", async () => {
  const { press, frame } = await open({ columns: 80, rows: 24 });
  const top = () =>
    frame()
      .split("\n")
      .find((line) => line.includes("Scenario"))
      ?.slice(2);
  const before = top();
  await press(...Array(10).fill("j"));
  expect(top()).toBe(before);
  await press(...Array(10).fill("j"));
  expect(top()).not.toBe(before);
});

test("other keys do nothing", async () => {
  const { press, chosen } = await open();
  await press("x", "\r\r", KEY.right, " ");
  expect(chosen).toEqual([]);
});
