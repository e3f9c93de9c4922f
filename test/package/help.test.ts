/** Help and the manual: made from the commands themselves, so nothing may be missing. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/text/index.ts";
import { runRestamp } from "../support/restamp.ts";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));

const COMMANDS = [
  ..."wizard diagnose plan repair record".split(" "),
  ..."sessions undo practice completion man".split(" "),
];

const printed = async (...args: string[]) => {
  const ran = await runRestamp(args);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  return ran.stdout;
};

const optionsIn = (text: string) => new Set(text.match(/(?<=\s|^|B)--?[a-z][\w-]*/gm));

/** @returns what is typed in each example, without the shell around it */
const examplesIn = (help: string) =>
  [...help.matchAll(/^ {2}(?:ssh .*&& )?(restamp(?: [^\s|>']+)*)/gm)].map(([, line = ""]) => line);

test.each(LANGUAGES)(
  "help and manual in %s name every command, option and exit code",
  async (language) => {
    const [page = "", general = "", ...helps] = await Promise.all(
      [["man"], ["--help"], ...COMMANDS.map((each) => [each, "--help"])].map((words) =>
        printed(...words, "--lang", language),
      ),
    );
    const shown = page.replaceAll("\\-", "-");
    for (const option of optionsIn(general)) expect(shown).toContain(option);
    for (const [at, help] of helps.entries()) {
      const command = COMMANDS[at] ?? "";
      expect(general).toContain(`\n  ${command} `);
      expect(shown).toContain(`.SS \\fB${command}\\fR`);
      for (const option of optionsIn(help)) expect(shown).toContain(option);

      const examples = examplesIn(help);
      expect([2, 3], `${command}: ${examples}`).toContain(examples.length);
      const known = new Set([...optionsIn(general), ...optionsIn(help.split("\n\n")[2] ?? "")]);
      for (const line of examples) {
        expect([...optionsIn(line)].filter((option) => !known.has(option))).toEqual([]);
        expect(command === "wizard" || line.split(" ").includes(command), line).toBe(true);
      }
      const widest = Math.max(...help.split("\n").map((each) => each.length));
      expect(widest).toBeLessThanOrEqual(80);
    }
    for (const code of ["0", "1", "2", "3", "4", "130, 129"]) {
      expect(page).toContain(`.TP\n\\fB${code}\\fR\n`);
    }
    expect(page).toMatch(/^\.TH RESTAMP 1 "" "restamp \d+\.\d+\.\d+" /);
    const macros = new Set(page.match(/^\.\S+/gm));
    const known = [".B", ".BR", ".PP", ".SH", ".SS", ".TH", ".TP", ".ad", ".nh"];
    expect([...macros].sort()).toEqual(known.sort());
  },
);

/** What every program reads, and what is said to restamp by others alone: a workflow, `npm start`. */
const NOT_TOLD = [
  ..."HOME PATH TERM LANG LC_ALL LC_CTYPE VIRTUAL_ENV PYTHONPATH".split(" "),
  ..."GITHUB_WORKSPACE RESTAMP_PRACTICE".split(" "),
];

test.each(LANGUAGES)("the manual in %s names every variable that is read", async (language) => {
  const page = await printed("man", "--lang", language);
  const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(join(SOURCES, path), "utf8"))
    .join("\n");
  const read = new Set(sources.match(/(?<=\benv(?:ironment)?\[")[A-Z_]+/g));
  expect(read).toContain("XDG_CACHE_HOME");
  const told = new Set(page.replaceAll(/\\f[BR]/g, " ").match(/\b[A-Z_]{4,}\b/g));
  expect([...read].filter((name) => !NOT_TOLD.includes(name) && !told.has(name))).toEqual([]);
});

const hasGroff = spawnSync("groff", ["--version"]).error === undefined;

test.runIf(hasGroff)("groff finds no fault with the manual", async () => {
  const page = await printed("man");
  const drawn = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-rHY=0"], {
    input: page,
    encoding: "utf8",
  });
  expect(drawn).toMatchObject({ status: 0, stderr: "" });
  expect(drawn.stdout).toContain("how long to wait for a lock");
});
