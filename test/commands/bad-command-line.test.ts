import { expect, test } from "vitest";
import { writeFiles } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { expectRefused } from "../support/refusals.ts";
import { expectOneMessage } from "../support/repairs.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { SCENARIOS } from "../support/scenarios.ts";

test("an unknown option is a mistake on the command line that names it", async () => {
  await expectRefused({
    commands: [["diagnose", "--frobnicate"], ["--frobnicate"]],
    exit: 2,
    problem: "usage",
    says: ["--frobnicate", "--help"],
  });
});

test("a mistake in an option of one command leads to the help that has it", async () => {
  const cases = [
    [["diagnose", "--targets"], "See restamp diagnose --help."],
    [["plan", "--targets", "list.txt"], "See restamp diagnose --help."],
    [["repair", "--confirm"], "See restamp repair --help."],
    [["undo", "--confirm"], "See restamp undo --help."],
    [["diagnose", "--url"], "See restamp --help."],
  ] as const;
  for (const [args, next] of cases) {
    const { code, stderr } = await runRestamp([...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(next) });
  }
});

test("an option that is nearly right is corrected in words, on one line", async () => {
  const ran = await runRestamp(["diagnose", "--ur", "x"]);
  expect(ran.code).toBe(2);
  expectOneMessage(ran);
  expect(ran.stderr).toContain("--url");
  expect(ran.stderr).not.toContain("\\n");
});

test("an unknown command is named as one", async () => {
  await expectRefused({
    commands: [["frobnicate"]],
    exit: 2,
    problem: "usage",
    says: [/command.*frobnicate/],
  });
});

test("a --via of which an unset variable leaves nothing is a mistake on the command line", async () => {
  await expectRefused({
    commands: [
      ["--via", "", "diagnose"],
      ["--via", " ", "diagnose"],
    ],
    exit: 2,
    problem: "usage",
    says: ["--via needs a command"],
  });
});

test("a quote that is not closed is a mistake on the command line", async () => {
  await expectRefused({
    args: ["--via", "sh -c 'nc db 5432"],
    exit: 2,
    problem: "usage",
    says: ["--via has a quote that is not closed"],
  });
});

test("an option without its value, and a word too many, are mistakes on the command line", async () => {
  const refused = { exit: 2, problem: "usage" } as const;
  await expectRefused({ ...refused, commands: [["repair", "--path"]], says: ["--path needs"] });
  await expectRefused({ ...refused, commands: [["diagnose", "surplus"]], says: [": surplus."] });
  await expectRefused({ ...refused, commands: [["undo", "a1", "b2", "c3"]], says: [": b2, c3."] });
});

test("a path that there is not is refused before anything is looked at", async () => {
  const [cwd, known] = [temporaryFolder(), "upgrade, fresh (3a), adopt (3b), replay, reset."];
  const refused = { cwd, exit: 2, problem: "usage" } as const;
  const commands = [
    ["repair", "--yes", "--path", "foo"],
    ["plan", "--path", "foo"],
  ];
  await expectRefused({ ...refused, commands, says: ["no path foo", known] });
  await expectRefused({
    ...refused,
    commands: [["plan", "--path", "adpt"]],
    says: ["The nearest is adopt."],
  });
});

test("a shadow that is none is refused by every command, and from a settings file as well", async () => {
  const cwd = temporaryFolder();
  const says = ["embedded, same-server, or the URL of an empty database"];
  const commands = ["diagnose", "plan", "repair", "record", "sessions", "undo"].map((command) => [
    command,
    ...(["repair", "undo"].includes(command) ? ["--yes"] : []),
  ]);
  const refused = { cwd, commands, exit: 2 } as const;
  await expectRefused({
    ...refused,
    args: ["--shadow", "embeded"],
    problem: "usage",
    says: ["embeded", ...says],
  });
  await expectRefused({
    ...refused,
    args: ["--shadow", "postgres//u:s3cret@h/d"],
    problem: "usage",
    says,
    secrets: ["s3cret"],
  });
  writeFiles(cwd, { "restamp.toml": 'shadow = "same_server"\n' });
  await expectRefused({ ...refused, problem: "settings_invalid", says: ["restamp.toml", ...says] });
});

test("what is about several databases is no option of one", async () => {
  const refused = { exit: 2, problem: "usage" } as const;
  const several = ["several databases", "--targets"];
  const repair = [["repair", "--yes", "--fail-fast"]];
  await expectRefused({ ...refused, commands: repair, says: ["--fail-fast", ...several] });
  const diagnose = [["diagnose", "--parallel", "2"]];
  await expectRefused({ ...refused, commands: diagnose, says: ["--parallel", ...several] });
  expect((await runRestamp(["repair", "--help"])).stdout).toMatch(/--parallel.*\(default: 4\)/);
});

test("an unknown scenario is named, with the nearest that there is", async () => {
  await expectRefused({
    commands: [["practice", "frobnicate"]],
    exit: 2,
    problem: "unknown_scenario",
    says: ["frobnicate", "neither a name nor a number", "--list"],
  });
  await expectRefused({
    commands: [["practice", "helthy"]],
    exit: 2,
    problem: "unknown_scenario",
    says: ["helthy", "The nearest is healthy."],
  });
});

test("a scenario's file that cannot be played is told with the field that is wrong", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "mine.toml": 'states = [1]\nverdict = "fine"\n', "not.toml": "[" });
  const refused = { exit: 2, problem: "bad_scenario" } as const;
  const play = (name: string) => ({ ...refused, commands: [["practice", `${folder}/${name}`]] });
  await expectRefused({ ...play("mine.toml"), says: ["mine.toml", "verdict", "stamp_ahead"] });
  await expectRefused({ ...play("not.toml"), says: ["Line 1 is not TOML"] });
  await expectRefused({ ...play("none.toml"), says: ["ENOENT"] });
});

test("the wizard without a terminal says what to use instead", async () => {
  await expectRefused({
    commands: [[], ["wizard"]],
    exit: 2,
    problem: "needs_terminal",
    says: ["restamp diagnose", "ssh -t"],
  });
});

test("a lock timeout that PostgreSQL cannot read is a mistake on the command line", async () => {
  await expectRefused({
    args: ["--lock-timeout", "soon"],
    commands: [["repair", "--yes"]],
    exit: 2,
    problem: "usage",
    says: ["soon"],
  });
});

test("a lock timeout without a unit is no number of seconds, and is asked for with one", async () => {
  await expectRefused({
    args: ["--lock-timeout", "5"],
    commands: [["repair", "--yes"]],
    exit: 2,
    problem: "usage",
    says: ["--lock-timeout cannot be 5", "10s"],
  });
});

test("a path under the number of the written procedure is told with its name", async () => {
  await expectRefused({
    commands: [["plan", "--path", "3b"]],
    exit: 2,
    problem: "usage",
    says: ["There is no path 3b.", "adopt (3b)"],
  });
});

test("what was typed is shown safely", async () => {
  const ran = await runRestamp(["diagnose", "--\u001b[31mred"]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain("\\x1b[31mred");
  expect(ran.stderr).not.toContain("\u001b");
});

test("help and version go to stdout and are no mistakes", async () => {
  const help = await runRestamp(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const name of ["diagnose", "plan", "repair", "record", "practice"]) {
    expect(help.stdout).toContain(`\n  ${name}`);
  }
  expect(await runRestamp(["--version"])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  expect((await runRestamp(["repair", "--help"])).stdout).toContain("--confirm");
});

test("the scenarios are listed, as words and as JSON", async () => {
  const words = await runRestamp(["practice", "--list"]);
  expect(words).toMatchObject({ code: 0, stderr: "" });
  const lines = words.stdout.trimEnd().split("\n");
  for (const [index, { name, words }] of SCENARIOS.entries()) {
    expect(lines[index]?.trim().split(/ {2,}/)).toEqual([`${index + 1}`, name, words.en.title]);
  }
  const russian = await runRestamp(["practice", "--list", "--lang", "ru"]);
  for (const { words } of SCENARIOS) expect(russian.stdout).toContain(words.ru.title);
  const json = await runRestamp(["practice", "--list", "--json"]);
  expect(json.code).toBe(0);
  expect(expectValid(json.stdout, "scenarios")).toEqual(
    SCENARIOS.map(({ name, states, verdict, problem, path, words }) => {
      const { title, story } = words.en;
      return { name, title, story, states, verdict, problem, path, played: [] };
    }),
  );
});

test.each([
  [["diagnos"], /diagnos\. The nearest is diagnose\./],
  [["help", "repare"], /repare\. The nearest is repair\./],
  [["repair", "--ye"], /--ye\. The nearest is --yes\./],
  [["plan", "--yes"], /no --yes: it is an option of repair, undo\./],
  [["diagnose", "--stamp", "x"], /no --stamp: it is an option of plan, repair\./],
])("%j is told with what was probably meant", async (command, says) => {
  await expectRefused({ commands: [command], exit: 2, problem: "usage", says: [says] });
});
