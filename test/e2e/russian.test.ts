/** The wizard's whole way in Russian, in a small window. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { costOf } from "../support/cost.ts";
import { readLetters } from "../support/reading.ts";
import { startWizard } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { arrive, go, isAt, type ScreenName, WAY } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** What is found on each screen by scrolling. */
const WORDS: Partial<Record<ScreenName, readonly string[]>> = {
  connection: [
    "restamp и alembic попадают в одну и ту же базу.",
    "Дальше: что база говорит о себе.",
  ],
  stamp: ["Это утверждение, а не доказательство", "Дальше: какие таблицы есть на самом деле."],
  tables: ["Не хватает 1 таблицы, которую обещает штамп.", "НЕТ"],
  chain: [
    // A long message goes on in the next line.
    "Change users datetime to",
    "timezone aware",
    "В штампе c7a3d9e12f8b, но схема точно соответствует ревизии 9044ba1e3377.",
  ],
  path: [
    "3б  База не пустая",
    "УНИЧТОЖАЕТ ДАННЫЕ",
    "Схема до последнего объекта совпадает с ревизией",
  ],
  review: ["Пока ничего не изменено.", "alembic stamp 9044ba1e3377", "y выполнит план."],
  run: ["Все шаги выполнены."],
  verify: [`Таблица версий: ${HEAD}`],
  report: ["Отчёт сохранён:", "Отменит это restamp undo"],
};

async function expectReadable(terminal: Terminal, name: ScreenName): Promise<void> {
  const letters = await readLetters(terminal);
  for (const words of WORDS[name] ?? []) expect(letters).toContain(words.replace(/\s+/g, ""));
  // Whatever is scrolled, the title stays above, and below stand whole keys, the help among them.
  expect(isAt(terminal, name)).toBe(true);
  expect(terminal.screen().at(-1)).toMatch(/^(\S+ [а-яё ]+ {2})+(\S+ [а-яё ]+)$/);
  expect(terminal.screen().at(-1)).toContain("? справка");
}

async function expectHelp(terminal: Terminal): Promise<void> {
  terminal.press("?");
  await terminal.waitFor(/^Esc закрыть/m);
  expect(await readLetters(terminal)).toContain("PgUp/PgDnHome/Endпрокрутка");
  terminal.press("?");
  await terminal.waitUntil(() => !terminal.shows(/^Esc закрыть/m), "the screen below the help");
}

test("in Russian at 60x20 the whole way can be read, each screen explains itself, and keys are cheap", async () => {
  const database = await populated();
  const args = ["--lang", "ru"];
  const terminal = startWizard(database, { args, columns: 60, rows: 20 });
  for (const [index, name] of WAY.entries()) {
    if (index === 0) await arrive(terminal, name);
    else await go(terminal, name);
    await expectReadable(terminal, name);
    await expectHelp(terminal);
    await arrive(terminal, name);
    if (name === "path") {
      const costs = await costOf(terminal, ["Down", "Up", "Up", "Down"]);
      expect(Math.max(...costs)).toBeLessThanOrEqual(400);
    }
  }
  const { bytes } = terminal;
  await sleep(1500);
  expect(terminal.bytes - bytes).toBe(0);
  await go(terminal, "run", "y");
  await expectReadable(terminal, "run");
  await go(terminal, "verify");
  await expectReadable(terminal, "verify");
  await go(terminal, "report");
  await expectReadable(terminal, "report");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});
