import { expect, test } from "vitest";
import { scenarios } from "../../src/practice/scenarios/index.ts";
import { ScenarioMenu } from "../../src/ui/ScenarioMenu.tsx";
import { text } from "./draw.tsx";
import { KEY, openTerminal } from "./terminal.tsx";

const names = scenarios.map(({ name }) => name);
const last = names.length - 1;

async function open() {
  const chosen: (number | "leave")[] = [];
  const terminal = openTerminal(
    <ScenarioMenu
      names={names}
      onChoose={(index) => chosen.push(index)}
      onLeave={() => chosen.push("leave")}
    />,
    { columns: 80, rows: 40 },
  );
  await terminal.shows(text.practice.title);
  return { ...terminal, chosen };
}

test("every scenario is there with its title and its story", async () => {
  const { words } = await open();
  const texts: Record<string, { title: string; story: string }> = text.practice.scenarios;
  for (const name of names) {
    expect(words()).toContain(texts[name]?.title);
    expect(words()).toContain(texts[name]?.story);
  }
});

test.each([
  ["the first one", [], 0],
  ["the next one", [KEY.down], 1],
  ["the last one, however far one goes", ["j", KEY.down, "j", KEY.down, "j"], last],
  ["the first one again", [KEY.down, "k", KEY.up, "k"], 0],
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

test("other keys do nothing", async () => {
  const { press, chosen } = await open();
  await press("x", "\r\r", KEY.right, " ");
  expect(chosen).toEqual([]);
});
