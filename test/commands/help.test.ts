/** Help and mistakes on the command line: commander's words in the reader's language. */
import { expect, test } from "vitest";
import { runRestamp } from "../support/restamp.ts";

const COMMANDS = [
  ..."wizard diagnose plan repair record sessions".split(" "),
  ..."undo practice completion man".split(" "),
];

/** What commander says of itself. */
const COMMANDERS =
  /\b(usage|options?|arguments?|commands?|default|display|error|unknown|missing|expected|too many|did you mean|outputHelp)\b/i;

const inRussian = (args: readonly string[]) =>
  runRestamp(args, { environment: { RESTAMP_LANG: "ru" } });

test.each([[], ["help"], ...COMMANDS.map((command) => [command])])(
  "in Russian nothing of commander's English is left in the help: %s",
  async (...command) => {
    const { code, stdout, stderr } = await inRussian([...command, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Использование: restamp");
    expect(stdout).not.toMatch(COMMANDERS);
    for (const [placeholder] of stdout.matchAll(/[<[][\w.]+[>\]]/g))
      expect(placeholder).toBe("<url>");
    // What is typed in an example is the same in every language.
    const [beforeExamples = ""] = stdout.split("\nПримеры:");
    const terms = beforeExamples.split("\n").filter((line) => /^ {2}[-a-z]/.test(line));
    expect(terms.length).toBeGreaterThan(0);
    expect(terms.filter((line) => !/[а-яё]/i.test(line))).toEqual([]);
  },
);

test("in Russian a default is told in Russian", async () => {
  const { stdout } = await inRussian(["--help"]);
  expect(stdout.replace(/\s+/g, " ")).toContain("сколько ждать блокировку (если не указать: 10s)");
});

test.each([
  [["--jsn"], "Опции --jsn нет. Похожая есть: --json."],
  [["plan", "--stamp"], "Для --stamp нужно значение."],
  [["undo", "a", "b"], "Лишнее в командной строке: b"],
  [["frobnicate"], "Команды frobnicate нет."],
  [["help", "frobnicate"], "Команды frobnicate нет."],
  [["--lang", "de"], "--lang не может быть de"],
  [["--lock-timeout", "soon"], "--lock-timeout не может быть soon"],
  [["--rehearse", "never"], "--rehearse не может быть never"],
])("in Russian a mistake is told in Russian: %j", async (args, says) => {
  const { code, stdout, stderr } = await inRussian(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(COMMANDERS);
});

test("help names a command, as --help does after it", async () => {
  const [asked, option] = await Promise.all([
    runRestamp(["help", "repair"]),
    runRestamp(["repair", "--help"]),
  ]);
  expect(asked).toEqual(option);
  expect(asked.stdout).toMatch(/^Usage: restamp repair \[options\]\n/);
  expect((await runRestamp(["help"])).stdout).toBe((await runRestamp(["--help"])).stdout);
});
