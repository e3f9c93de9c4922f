/**
 * Draws the pictures of the docs from a real lesson, in each language: `npm run pictures`. Screens
 * that show paths of the machine are left out.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LANGUAGES, type Language, textFor } from "../../src/text/index.ts";
import { FIRST } from "../support/broken-databases.ts";
import { choose } from "../support/lessons.ts";
import { startRestamp } from "../support/restamp.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures", import.meta.url));

/** What the trainee's commands are typed after. */
const PROMPT = "sandbox ❯";

test.for(LANGUAGES)("a lesson from its first question to the debrief: %s", async (language) => {
  const lesson = startLesson(language);
  await untilTheReview(lesson);
  await untilTheDebrief(lesson);
  expect((await lesson.terminal.exit()).code).toBe(0);
});

test.for(LANGUAGES)("commands that a trainee types: %s", async (language) => {
  const { terminal, text, enter, draw } = startLesson(language);
  await terminal.waitFor(text.coach.titles.story);
  await enter(text.screens.connection.ready);
  terminal.press("p");
  for (const [command, shows] of [
    ["\\dt", text.coach.prompt.rows(4)],
    [`alembic stamp ${FIRST}`, text.coach.became(text.diagnosis.titles.pending)],
  ] as const) {
    await terminal.waitFor(PROMPT);
    await terminal.quiet();
    terminal.type(command);
    await terminal.waitFor(`${PROMPT} ${command}`);
    await enter(shows);
  }
  draw("prompt");
  terminal.press("Escape");
  await terminal.waitFor(text.screens.connection.ready);
  terminal.press("q");
  await terminal.waitFor(`Enter ${text.keys.labels.finish}`);
  terminal.press("Enter");
  await terminal.exit();
});

function startLesson(language: Language) {
  const folder = join(FOLDER, language);
  mkdirSync(folder, { recursive: true });
  const args = ["practice", "wrong-stamp-populated", "--lang", language];
  const terminal = startRestamp(args, { columns: 80, rows: 26 });
  const text = textFor(language);
  /** Drawn a moment before it listens to the keyboard. */
  const enter = async (...shows: readonly string[]) => {
    await terminal.quiet();
    terminal.press("Enter");
    await terminal.waitForAll(shows);
    await terminal.quiet();
  };
  return {
    terminal,
    text,
    enter,
    /** Gives the right answer. */
    right: async (answer: string, ...shows: readonly string[]) => {
      await choose(terminal, answer);
      await terminal.waitFor(`Enter ${text.keys.labels.go_on}`);
      await enter(...shows);
    },
    draw: (name: string) => {
      // A page is no place for the folders of this machine.
      expect(terminal.text()).not.toContain(tmpdir());
      const path = join(folder, `${name}.svg`);
      writeFileSync(path, terminal.picture(`restamp, the screen: ${name}`));
    },
  };
}

type Lesson = ReturnType<typeof startLesson>;

async function untilTheReview({ terminal, text, enter, right, draw }: Lesson): Promise<void> {
  const { screens, coach, keys, diagnosis, plan } = text;
  const { questions } = coach;
  await terminal.waitForAll([coach.titles.story, `Enter ${keys.labels.start}`]);
  await enter(screens.connection.ready);
  await enter(questions.command);
  await right(coach.command.current.name, screens.stamp.next);
  draw("stamp");
  await enter(screens.tables.next);
  draw("tables");
  await enter(questions.empty);
  await right(coach.empty.filled.name, questions.verdict);
  draw("question");
  await right(diagnosis.titles.stamp_ahead, diagnosis.titles.stamp_ahead);
  draw("chain");
  await enter(questions.path);
  await choose(terminal, plan.paths.reset.name);
  await terminal.waitForAll([coach.path.wrong.reset, `Enter ${keys.labels.choose_again}`]);
  await terminal.quiet();
  draw("wrong-answer");
  await enter(questions.path);
  await right(plan.paths.adopt.name, questions.why);
  await right(coach.why.adopt.name, plan.recommended);
  draw("path");
  await enter(`y ${keys.labels.run}`); // not before it was rehearsed
  draw("review");
}

async function untilTheDebrief({ terminal, text, enter, draw }: Lesson): Promise<void> {
  const { screens, coach } = text;
  terminal.press("y");
  await terminal.waitFor(screens.run.ended);
  await terminal.quiet();
  draw("run");
  await enter(screens.verify.good);
  draw("verify");
  await enter(screens.report.saved("").trim());
  await enter(coach.debrief.healthy);
  // Its last line says where it is kept, on this machine.
  terminal.resize(80, 18);
  await terminal.waitFor("PgDn");
  await terminal.quiet();
  draw("debrief");
  await enter();
}
