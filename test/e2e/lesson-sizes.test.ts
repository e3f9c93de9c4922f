/** The lesson's own views, in both languages and three sizes, and what a key costs in them. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LANGUAGES, textFor } from "../../src/text/index.ts";
import { costOf } from "../support/cost.ts";
import { answer, choose, ownTemporary } from "../support/lessons.ts";
import { readLetters } from "../support/reading.ts";
import { startRestamp } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { arrive, go, runThePlan } from "../support/walk.ts";

const SIZES = [
  [60, 20],
  [120, 40],
  [80, 24],
] as const;

/** Reads the view in each size: the title above, the keys below, and all of the words between. */
async function expectWhole(terminal: Terminal, title: string, keys: string): Promise<string> {
  const read: string[] = [];
  for (const [columns, rows] of SIZES) {
    terminal.resize(columns, rows);
    const isDrawn = () => {
      const [header = "", rule, ...rest] = terminal.screen();
      return (
        header.startsWith(title) &&
        rule === "─".repeat(columns) &&
        rest.at(-1)?.startsWith(keys) === true
      );
    };
    await terminal.waitUntil(isDrawn, `"${title}" and "${keys}" in ${columns}x${rows}`);
    await terminal.quiet(60);
    read.push(await readLetters(terminal));
    expect(isDrawn()).toBe(true);
  }
  expect(read[1]).toBe(read[0]);
  expect(read[2]).toBe(read[0]);
  return read[0] ?? "";
}

async function expectHelp(terminal: Terminal, help: string, letters: string): Promise<void> {
  terminal.press("?");
  await terminal.waitFor(help.slice(0, 40));
  expect(await readLetters(terminal)).toContain(help.replace(/\s+/g, ""));
  terminal.press("?");
  await terminal.waitUntil(() => !terminal.shows(help.slice(0, 40)), "the view below the help");
  expect(await readLetters(terminal)).toBe(letters);
}

test.each(LANGUAGES)(
  "in %s every view of a lesson can be read whole in 60x20, 80x24 and 120x40",
  async (language) => {
    const { coach, diagnosis, plan, practice, keys } = textFor(language);
    const { labels } = keys;
    const { home, environment } = ownTemporary();
    const terminal = startRestamp(["practice", "--lang", language], { home, environment });
    const showsMenu = () => terminal.screen().includes(practice.menuKeys("↑↓"));
    await terminal.waitUntil(showsMenu, "the keys of the menu");
    for (const [columns, rows] of SIZES) {
      await terminal.quiet();
      const { bytes } = terminal;
      terminal.resize(columns, rows);
      // What was there before is in the new size at once, and drawn anew only then.
      await terminal.waitUntil(
        () => terminal.bytes > bytes && showsMenu(),
        `the keys of the menu in ${columns}x${rows}`,
      );
    }
    await terminal.quiet();
    expect(Math.max(...(await costOf(terminal, ["Down", "Down", "Up"])))).toBeLessThanOrEqual(400);
    terminal.press("Enter");

    const { titles, help, questions } = coach;
    const begins = `Enter ${labels.start}`;
    await terminal.waitFor(begins);
    await terminal.quiet();
    terminal.press("h");
    await terminal.waitFor(coach.story.hint(1, 3));
    const story = await expectWhole(terminal, titles.story, begins);
    expect(story).toContain(coach.story.intro.replace(/\s+/g, ""));
    await expectHelp(terminal, help.story, story);
    const { bytes } = terminal;
    await sleep(1500);
    expect(terminal.bytes - bytes).toBe(0);
    terminal.press("Enter");
    await arrive(terminal, "connection");

    terminal.press("p");
    await terminal.waitFor("sandbox ❯");
    await terminal.quiet();
    // Several lines that are pasted become one, and none of them runs by itself.
    terminal.type("\u001b[200~SELECT count(*)\r\n  FROM users;\r\n\u001b[201~");
    await terminal.waitFor("sandbox ❯ SELECT count(*) FROM users;");
    await terminal.quiet();
    expect(terminal.text()).not.toContain(coach.prompt.rows(1));
    await expectWhole(terminal, titles.prompt, `Esc ${labels.back}`);
    terminal.press("Enter");
    await terminal.waitFor(coach.prompt.rows(1));
    await expectWhole(terminal, titles.prompt, `Esc ${labels.back}`);
    terminal.press("Escape");
    await arrive(terminal, "connection");

    terminal.press("Enter");
    await terminal.waitFor(questions.command);
    const question = await expectWhole(terminal, titles.question, `↑↓ ${labels.move}`);
    await expectHelp(terminal, help.question, question);
    const moves = await costOf(terminal, ["Down", "Down", "Up", "Up"]);
    expect(Math.max(...moves)).toBeLessThanOrEqual(400);
    await choose(terminal, coach.command.stamp.name);
    await terminal.waitFor(coach.putBack);
    await expectWhole(terminal, titles.question, `Enter ${labels.choose_again}`);
    terminal.press("Enter");
    await terminal.waitFor(questions.command);
    await choose(terminal, coach.command.current.name);
    await terminal.waitFor(coach.right.command);
    await expectWhole(terminal, titles.question, `Enter ${labels.go_on}`);
    terminal.press("Enter");
    await arrive(terminal, "stamp");
    await go(terminal, "tables");
    terminal.press("Enter");
    await answer(terminal, questions.empty, coach.empty.filled.name);
    await answer(terminal, questions.verdict, diagnosis.titles.stamp_ahead);
    await arrive(terminal, "chain");
    terminal.press("Enter");
    await terminal.waitFor(questions.path);
    await expectWhole(terminal, titles.question, `↑↓ ${labels.move}`);
    expect(Math.max(...(await costOf(terminal, ["Down", "Up"])))).toBeLessThanOrEqual(400);
    await answer(terminal, questions.path, plan.paths.adopt.name.slice(0, 2));
    await answer(terminal, questions.why, coach.why.adopt.name.slice(0, 30));
    await arrive(terminal, "path");
    await go(terminal, "review");
    await runThePlan(terminal);
    await go(terminal, "verify");
    await go(terminal, "report");
    terminal.press("Enter");
    await terminal.waitFor(coach.debrief.healthy);
    const debrief = await expectWhole(terminal, titles.debrief, `Enter ${labels.finish}`);
    expect(debrief).toContain(coach.debrief.byHand.replace(/\s+/g, ""));
    await expectHelp(terminal, help.debrief, debrief);
    terminal.press("Enter");
    expect((await terminal.exit()).code).toBe(0);
  },
);
