/** The wizard's screens, and how one gets from each to the next. */
import type { KeyPress } from "./keyboard.ts";
import type { Terminal } from "./terminal.ts";

/** As they are called in English, and in Russian. */
const TITLES = {
  connection: ["1/9 Project and connection", "1/9 Проект и подключение"],
  stamp: ["2/9 Current stamp", "2/9 Текущий штамп"],
  tables: ["3/9 Tables", "3/9 Таблицы"],
  chain: ["4/9 The chain", "4/9 Цепочка"],
  path: ["5/9 Choose the path", "5/9 Выбор варианта"],
  clear: ["5/9 How to clear the stamp", "5/9 Как сбросить штамп"],
  review: ["6/9 Review the plan", "6/9 Просмотр плана"],
  consent: ["6/9 Type the name", "6/9 Введите имя"],
  run: ["7/9 Run", "7/9 Выполнение"],
  verify: ["8/9 Verify", "8/9 Проверка"],
  report: ["9/9 Report", "9/9 Отчёт"],
} as const;

export type ScreenName = keyof typeof TITLES;

/** What the footer offers first once a screen has come to rest. */
const AT_REST =
  /^(Enter (next|finish|дальше|готово)|(↑↓|Up\/Down) (move|курсор)|y (run the plan|выполнить)|Esc (back|назад)$)/;

/** The way of 3b, and of every path without a question of its own. */
export const WAY: readonly ScreenName[] = [
  "connection",
  "stamp",
  "tables",
  "chain",
  "path",
  "review",
];

/** The way of 3a. */
export const WAY_OF_3A: readonly ScreenName[] = [...WAY.slice(0, 5), "clear", "review"];

export function isAt(terminal: Terminal, name: ScreenName): boolean {
  const [header = "", ...rest] = terminal.screen();
  return TITLES[name].some((title) => header.startsWith(title)) && AT_REST.test(rest.at(-1) ?? "");
}

/** Waits until a screen has come and has done its reading. */
export function arrive(terminal: Terminal, name: ScreenName): Promise<void> {
  return terminal.waitUntil(() => isAt(terminal, name), `the screen "${TITLES[name][0]}" at rest`);
}

/** Presses a key and waits for the screen that it leads to. */
export async function go(
  terminal: Terminal,
  to: ScreenName,
  key: KeyPress = "Enter",
): Promise<void> {
  terminal.press(key);
  await arrive(terminal, to);
}

/** Goes with Enter from screen to screen, from the first one on. */
export async function walkTo(
  terminal: Terminal,
  to: ScreenName,
  way: readonly ScreenName[] = WAY,
): Promise<void> {
  const [first = "connection", ...rest] = way.slice(0, way.indexOf(to) + 1);
  await arrive(terminal, first);
  for (const name of rest) await go(terminal, name);
}

/** On a screen that offers several ways: moves the cursor down to one of them. */
export async function moveTo(terminal: Terminal, row: RegExp): Promise<void> {
  for (let down = 0; down < 3 && !terminal.shows(row); down += 1) {
    const { bytes } = terminal;
    terminal.press("Down");
    await terminal.waitUntil(() => terminal.bytes > bytes, "the cursor on another row");
  }
  await terminal.waitFor(row);
}

/** Types a name, and confirms it once it is there: a line break within one chunk confirms nothing. */
export async function enter(terminal: Terminal, name: string): Promise<void> {
  terminal.type(name);
  await terminal.waitFor(`name ❯ ${name}`);
  terminal.press("Enter");
}

/** From the review to the end of the run, which is not left yet. */
export async function runThePlan(terminal: Terminal): Promise<void> {
  // It is rehearsed first, where that is not declined.
  await terminal.waitFor(/y (run the plan|выполнить)/);
  await go(terminal, "run", "y");
}

/** From the end of the run over the remaining screens to the end of the program. */
export async function finish(terminal: Terminal): Promise<number> {
  await go(terminal, "verify");
  await go(terminal, "report");
  terminal.press("Enter");
  return (await terminal.exit()).code;
}

/** A line of the list of tables, wherever its columns are. */
export function tableRow(name: string, ...cells: readonly string[]): RegExp {
  const all = [name, ...cells].map((cell) => `(?=.*(?<!\\S)${cell}(?!\\S))`);
  return new RegExp(`^${all.join("")}`, "m");
}
