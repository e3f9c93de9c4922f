/** Completion: bash for real, the others as text, and read by the shell itself where it is there. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../support/files.ts";
import { expectRefused } from "../support/refusals.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { SCENARIOS } from "../support/scenarios.ts";
import { Terminal } from "../support/terminal.ts";

const COMMANDS = [
  ..."wizard diagnose plan repair record sessions undo".split(" "),
  ..."practice completion man help".split(" "),
];

/** @returns the path of the script in a folder of its own */
async function completion(shell: string, language = "en"): Promise<string> {
  const ran = await runRestamp(["completion", shell, "--lang", language]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const path = join(temporaryFolder(), "completion");
  writeFileSync(path, ran.stdout);
  return path;
}

const SETTINGS = [
  ...["show-all-if-ambiguous on", "bell-style none", "page-completions off"],
  // One in a line.
  "completion-display-width 0",
];

/** An interactive bash that has loaded the completion, in a folder with some files. */
async function bash(): Promise<{ type(line: string, shown: RegExp): Promise<void> }> {
  const script = await completion("bash");
  const home = temporaryFolder();
  writeFiles(home, { "my project/alembic.ini": "", "own.toml": "", "plan/x": "" });
  writeFiles(join(home, ".local/state/restamp/sessions"), {
    "2026-11-22-2121-7e65.jsonl": "",
    "2026-11-22-2130-2a71.jsonl": "",
  });
  const terminal = new Terminal(["bash", "--norc", "--noprofile", "-i"], {
    columns: 100,
    rows: 30,
    cwd: home,
    home,
    environment: { PATH: process.env["PATH"] ?? "", TERM: "xterm", PS1: "ready> ", HOME: home },
  });
  await terminal.waitFor("ready>");
  const settings = SETTINGS.map((each) => `bind 'set ${each}'`).join("; ");
  terminal.type(`${settings}; source ${script}; clear; echo load''ed\r`);
  await terminal.waitFor(/^loaded$/m);
  return {
    type: async (line, shown) => {
      // Nothing of the line before: it is taken back, and the screen is wiped.
      terminal.type("\u0015\u000c");
      await terminal.waitUntil(() => terminal.text() === "ready>", "an empty screen");
      // What is typed behind it shows where the cursor was left.
      terminal.type(`${line}\t|`);
      await terminal.waitFor(shown);
    },
  };
}

test("in bash, commands, options and values are completed with Tab", async () => {
  const { type } = await bash();
  await type("restamp rep", /> restamp repair \|$/m);
  await type("restamp ", new RegExp([...COMMANDS].sort().join("\\s+")));
  // A folder of that name does not get a slash.
  await type("restamp pla", /> restamp plan \|$/m);
  await type("restamp repair --confir", /> restamp repair --confirm \|$/m);
  await type("restamp plan --path ", /adopt\s+fresh\s+replay\s+reset\s+upgrade/);
  await type("restamp --lang=r", /> restamp --lang=ru \|$/m);
  await type("restamp --rehearse rows --lang r", /> restamp --rehearse rows --lang ru \|$/m);
  await type("restamp --lang ru dia", /> restamp --lang ru diagnose \|$/m);
  await type("restamp --lang=ru practice hea", /> restamp --lang=ru practice hea/m);
  await type("restamp practice wrong-o", /> restamp practice wrong-owner \|$/m);
  await type("restamp practice own", /> restamp practice own\.toml \|$/m);
  await type("restamp -c my", /> restamp -c my\\ project\/\|$/m);
  await type("restamp --backup no", /> restamp --backup none \|$/m);
  await type("restamp completion z", /> restamp completion zsh \|$/m);
  await type("restamp undo 2026-11-22-213", /> restamp undo 2026-11-22-2130-2a71 \|$/m);
  await type("restamp undo ", /2026-11-22-2121-7e65\s+2026-11-22-2130-2a71/);
  await type("restamp help und", /> restamp help undo \|$/m);
});

test.each(["zsh", "fish"])(
  "%s is told every command, option, value and scenario",
  async (shell) => {
    const path = await completion(shell);
    const { stdout: script } = spawnSync("cat", [path], { encoding: "utf8" });
    const help = (await runRestamp(["--help"])).stdout;
    const options = [...help.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name = ""]) => name);
    expect(options.length).toBeGreaterThan(15);
    for (const name of options) {
      expect(script).toContain(shell === "fish" ? ` -l ${name} ` : `--${name}`);
    }
    for (const name of COMMANDS) expect(script).toMatch(new RegExp(`['\\s]${name}[:\\s]`));
    for (const { name } of SCENARIOS) expect(script).toContain(name);
    for (const word of ["same-server", "embedded", "upgrade", "replay", "rows"]) {
      expect(script).toContain(word);
    }
  },
);

const installed = ["bash", "zsh", "fish"].filter(
  (shell) => spawnSync(shell, ["--version"]).error === undefined,
);

test.each(installed)("%s finds no fault with its script, in both languages", async (shell) => {
  for (const language of ["en", "ru"]) {
    const path = await completion(shell, language);
    const read = spawnSync(shell, ["-n", path], { encoding: "utf8" });
    expect(read).toMatchObject({ status: 0, stderr: "" });
  }
});

test("a shell that is not known is a mistake on the command line", async () => {
  await expectRefused({
    commands: [["completion", "ksh"]],
    exit: 2,
    problem: "usage",
    says: ["ksh", "bash, zsh, fish"],
  });
});
