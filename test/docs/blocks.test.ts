/** Every block of the docs is of a kind that is checked, here or by running it. */
import { Command } from "commander";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { applySettings } from "../../src/commands/apply-settings.ts";
import { withGlobalOptions } from "../../src/commands/global-options.ts";
import { Problem } from "../../src/core/problem.ts";
import { parseScenario } from "../../src/practice/parse-scenario.ts";
import { textFor } from "../../src/text/index.ts";
import { type CommandLine, faultOf, readCommandLine } from "../support/docs/command-line.ts";
import { ELSEWHERE } from "../support/docs/elsewhere.ts";
import { allPages, type Block, codeWords } from "../support/docs/pages.ts";
import { isRun } from "../support/docs/play.ts";
import { readScript, readTranscript } from "../support/docs/shell.ts";
import { SCENARIOS } from "../support/scenarios.ts";

const pages = allPages();

/** What each kind may be followed by. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  console: ["on", "same", "backup"],
  sh: ["on", "same", "backup", "elsewhere"],
  text: ["usage", "json", "picture"],
  toml: ["scenario", "settings"],
  yaml: [],
};

const isRestamp = (command: string) => /^(\S*\/)?restamp(\.js)?( |$)/.test(command);

function faultsOf(block: Block, line: CommandLine): string[] {
  const { kind, needs, text } = block;
  const known = KNOWN[kind];
  if (!known) return [`no test knows what to do with "${kind}"`];
  const unknown = [...needs.keys()].filter((need) => !known.includes(need));
  if (unknown.length > 0) return [`no test knows "${unknown.join(" ")}"`];
  const scenario = needs.get("on");
  if (scenario !== undefined && !SCENARIOS.some(({ name }) => name === scenario))
    return [`there is no scenario ${scenario}`];
  if (kind === "toml") return needs.has("settings") ? settingsFaults(text) : scenarioFaults(text);
  if (kind === "yaml") return yamlFaults(text, line);
  if (kind === "text" && needs.size !== 1) return ["it has to say which check it is for"];
  if (kind === "text") return needs.has("picture") ? pictureFaults(text) : [];
  const typed = kind === "console" ? readTranscript(text) : readScript(text);
  const names = isRun(block)
    ? []
    : typed.filter(({ command }) => !(firstWord(command) in ELSEWHERE));
  return [
    ...names.map(({ command }) => `is neither run nor known to run elsewhere: ${command}`),
    ...typed.flatMap(({ command }) => {
      const fault = isRestamp(command) ? faultOf(command, line) : null;
      return fault === null ? [] : [`${command}: ${fault}`];
    }),
  ];
}

const firstWord = (command: string) => command.split(" ", 1)[0] ?? "";

function pictureFaults(text: string): string[] {
  return text.split("\n").filter((each) => /^\s*(\$ |restamp |npm |alembic |docker )/.test(each));
}

/** A file of somebody else's program: what it calls restamp with is checked. */
function yamlFaults(text: string, line: CommandLine): string[] {
  const calls = text
    .split("\n")
    .flatMap((each) => /(?:^|[ "])(restamp .*?)"?$/.exec(each)?.[1] ?? []);
  if (calls.length === 0) return ["it does not call restamp"];
  return calls.flatMap((call) => {
    const fault = faultOf(call, line);
    return fault === null ? [] : [`${call}: ${fault}`];
  });
}

/** The example is a scenario: its fields are those that there are. "[ru]" has the same ones. */
function scenarioFaults(text: string): string[] {
  const english = text.slice(text.indexOf("[en]"));
  try {
    const { breakage, senior } = parseScenario("x", `${text}\n${english.replace("[en]", "[ru]")}`);
    const shown = new Set(senior.map(({ kind }) => kind));
    return shown.size === 6 && breakage.session ? [] : ["it does not show everything"];
  } catch (error) {
    return [error instanceof Problem ? JSON.stringify(error.details) : String(error)];
  }
}

/** The example is a settings file that restamp takes. */
function settingsFaults(text: string): string[] {
  const program = withGlobalOptions(new Command(), textFor("en"));
  const file = { path: "restamp.toml", table: parse(text), isReadableByOthers: false };
  try {
    return applySettings(program, file).keys.length > 0 ? [] : ["it sets nothing"];
  } catch (error) {
    return [error instanceof Problem ? JSON.stringify(error.details) : String(error)];
  }
}

test("every block is run, or checked in another way", async () => {
  const line = await readCommandLine();
  const faults = pages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => faultsOf(block, line).map((fault) => `${block.where}: ${fault}`)),
  );
  expect(faults).toEqual([]);
  expect(pages.flatMap(({ blocks }) => blocks.filter(isRun)).length).toBeGreaterThan(20);
});

test("every call of restamp within a sentence is one that restamp takes", async () => {
  const line = await readCommandLine();
  const faults = pages.flatMap((page) =>
    codeWords(page)
      .filter((word) => /^restamp( |$)/.test(word))
      .map((word) => [page.path, word, faultOf(word, line)] as const)
      .filter(([, , fault]) => fault !== null),
  );
  expect(faults).toEqual([]);
});

test("every option that a sentence names is restamp's", async () => {
  const { options, commands } = await readCommandLine();
  const known = [...options, ...[...commands.values()].flatMap((each) => each.options)];
  const names = new Set(known.flatMap((option) => option.names));
  const faults = pages.flatMap((page) =>
    codeWords(page)
      .filter((word) => /^--[a-z]/.test(word) && !OF_OTHERS.includes(word))
      .filter((word) => !names.has(word.split(/[ =]/)[0] ?? ""))
      .map((word) => `${page.path}: ${word}`),
  );
  expect(faults).toEqual([]);
});

/** Options of alembic, of npm, and of this project's own programs. */
const OF_OTHERS: readonly string[] = [
  "--purge",
  "--omit=optional",
  "--every N",
  "--stamps all",
  "--limit MIN",
  "--repairs N",
  "--seed N",
  "--scheme postgresql+asyncpg",
];

test("what the checks would say of a block that is wrong", async () => {
  const line = await readCommandLine();
  const faults = (kind: string, text: string, ...needs: [string, string][]) =>
    faultsOf({ where: "", line: 0, kind, needs: new Map(needs), text }, line);
  expect(faults("python", "print()")).toEqual(['no test knows what to do with "python"']);
  expect(faults("console", "$ restamp diagnose", ["om", "x"])).toEqual(['no test knows "om"']);
  expect(faults("console", "$ restamp", ["on", "nothing"])).toEqual([
    "there is no scenario nothing",
  ]);
  expect(faults("sh", "rm -rf /", ["elsewhere", ""])).toEqual([
    "is neither run nor known to run elsewhere: rm -rf /",
  ]);
  expect(faults("console", "$ restamp diagnos")).toEqual([
    "restamp diagnos: there is no command diagnos",
  ]);
  expect(faults("sh", "restamp plan --yes")).toEqual([
    "restamp plan --yes: plan has no option --yes",
  ]);
  expect(faults("sh", "restamp --frob")).toEqual(["restamp --frob: there is no option --frob"]);
  expect(faults("sh", "restamp repair --path up")).toEqual([
    "restamp repair --path up: --path cannot be up",
  ]);
  expect(faults("toml", "urll = 'x'", ["settings", ""])).toEqual([
    expect.stringContaining('"nearest":"url"'),
  ]);
  expect(faults("text", "restamp plan", ["picture", ""])).toEqual(["restamp plan"]);
  expect(faults("yaml", "run: |\n  restamp diagnose --jsn")).toEqual([
    "restamp diagnose --jsn: there is no option --jsn",
  ]);
  expect(faults("yaml", "image: app")).toEqual(["it does not call restamp"]);
});
