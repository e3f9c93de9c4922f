import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import type { LogEntry } from "../../src/io/ports/command.ts";
import { databaseUrl, freshDatabase } from "../support/database.ts";
import { standIn } from "../support/files.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

/** @returns what the adapter makes of a command that prints what the shell script says */
async function run(script: string, url = databaseUrl("nowhere"), args: readonly string[] = []) {
  const folder = temporaryFolder();
  const seen: string[] = [];
  const argv = [standIn(folder, "alembic", script)];
  const result = await alembicIn(folder, url, { argv }).run(args, {
    onLine: (line) => seen.push(line),
  });
  expect(seen).toEqual(result.lines);
  return result;
}

const withPassword = (encoded: string) => {
  const url = parseDatabaseUrl(`postgresql://someone:${encoded}@127.0.0.1:5432/app`);
  if (isUrlFault(url)) throw new Error(url);
  return url;
};

test("lines of both streams come in the order in which they were printed", async () => {
  const { lines, output } = await run(
    "for n in 1 2 3; do echo out $n; sleep 0.05; echo err $n >&2; sleep 0.05; done",
  );
  expect(lines).toEqual(["out 1", "err 1", "out 2", "err 2", "out 3", "err 3"]);
  expect(output).toEqual(["out 1", "out 2", "out 3"]);
});

test("lines arrive while the command still runs", async () => {
  const folder = temporaryFolder();
  const argv = [
    standIn(
      folder,
      "alembic",
      `echo first; while [ ! -e '${folder}/go' ]; do sleep 0.02; done; echo last`,
    ),
  ];
  const seen: string[] = [];
  const running = alembicIn(folder, databaseUrl("nowhere"), { argv }).run([], {
    onLine: (line) => seen.push(line),
  });
  await expect.poll(() => seen).toEqual(["first"]);
  standIn(folder, "go", "");
  expect((await running).lines).toEqual(["first", "last"]);
});

test("a last line without a line break, empty lines and a long line are kept", async () => {
  const { lines } = await run(
    "printf 'a\\n\\nb\\n'; head -c 200000 /dev/zero | tr '\\0' x; printf '\\nend'",
  );
  expect(lines.map((line) => line.length)).toEqual([1, 0, 1, 200_000, 3]);
});

test("colours, cursor movements and window titles are taken out, other controls are shown", async () => {
  const { lines } = await run(
    String.raw`printf '\033[31mred\033[0m \033[2J\033[1;1Hhome \033]0;title\007done\n'; printf 'bell\007 \302\233 null\n'; printf 'tab\there\n'`,
  );
  expect(lines).toEqual(["red home done", "bell\\x07 \\x9b null", "tab    here"]);
});

test("a progress bar that rewrites its line becomes one line per state", async () => {
  expect((await run("printf '10%%\\r20%%\\rdone\\n'")).lines).toEqual(["10%", "20%", "done"]);
});

test("bytes that are no UTF-8 do not stop the reading", async () => {
  const { lines } = await run("printf 'caf\\351\\nnext\\n'");
  expect(lines).toEqual(["caf\ufffd", "next"]);
});

test.for<readonly [string, string]>([
  ["s3cret", "s3cret"],
  ["p@ss:w/r%d#1", "p%40ss%3Aw%2Fr%25d%231"],
  ["p%ss", "p%ss"],
  ["a:b/c", "a:b/c"],
  ["$(touch x) `y` \\ \" '", encodeURIComponent("$(touch x) `y` \\ \" '")],
  ["пароль", encodeURIComponent("пароль")],
])("the password %s is never in the output, however it is written", async ([password, encoded]) => {
  const url = withPassword(encoded);
  expect(url.password).toBe(password);
  const lines = [
    `FATAL: wrong password "${password}"`,
    `DATABASE_URL=postgresql://someone:${encoded}@127.0.0.1:5432/app`,
    `quoted ${encodeURIComponent(password)}`,
  ];
  const script = lines
    .map((line) => `printf '%s\\n' '${line.replaceAll("'", "'\\''")}'`)
    .join("\n");
  const result = await run(`${script}\n(${script}) >&2`, url);
  const text = JSON.stringify(result);
  expect(result.lines).toHaveLength(6);
  for (const spelling of [password, encoded, encodeURIComponent(password)]) {
    expect(text).not.toContain(JSON.stringify(spelling).slice(1, -1));
  }
  expect(result.lines[1]).toBe("DATABASE_URL=postgresql://someone:***@127.0.0.1:5432/app");
});

test("the password of any other URL in the output is hidden as well", async () => {
  const { lines } = await run("echo redis://:hunter2@cache:6379/0 amqp://u:hunter3@mq/");
  expect(lines).toEqual(["redis://:***@cache:6379/0 amqp://u:***@mq/"]);
});

test("a password that is also the name of the database hides neither from restamp", async () => {
  const url = parseDatabaseUrl("postgresql://app:app@127.0.0.1:5432/app");
  if (isUrlFault(url)) throw new Error(url);
  const { output } = await run(
    "echo 'Current revision(s) for postgresql+psycopg2://app:***@127.0.0.1:5432/app:'",
    url,
  );
  // On this line the two databases are compared.
  expect(output).toEqual([
    "Current revision(s) for postgresql+psycopg2://app:***@127.0.0.1:5432/app:",
  ]);
});

test("the command gets the URL in the variable, never as an argument", async () => {
  const url = withPassword("s3cret");
  const { lines } = await run(
    'echo "$# $*"; [ "$DATABASE_URL" = "postgresql://someone:s3cret@127.0.0.1:5432/app" ] && echo same',
    url,
    ["upgrade", "head"],
  );
  expect(lines).toEqual(["2 upgrade head", "same"]);
});

test("exit codes are results, and so is a command that a signal has ended", async () => {
  expect(await run("echo Traceback >&2; exit 1")).toMatchObject({
    exitCode: 1,
    lines: ["Traceback"],
  });
  expect(await run("exit 255")).toMatchObject({ exitCode: 255 });
  expect(await run("echo half; kill -SEGV $$")).toMatchObject({ exitCode: null, lines: ["half"] });
});

test("a command that is not there, or cannot be run, is a problem that names it", async () => {
  const folder = temporaryFolder();
  const url = databaseUrl("nowhere");
  const missing = alembicIn(folder, url, { argv: [`${folder}/nowhere/alembic`] });
  await expect(missing.run(["current"])).rejects.toMatchObject({
    code: "alembic_missing",
    details: { reason: "ENOENT", file: `${folder}/nowhere/alembic` },
  });
  const notExecutable = alembicIn(folder, url, { argv: [folder] });
  await expect(notExecutable.run(["current"])).rejects.toMatchObject({
    code: "alembic_missing",
    details: { reason: "EACCES" },
  });
});

test("the real alembic warns on stderr, and its output is the answer alone", async () => {
  const url = await freshDatabase();
  const folder = projectCopy();
  const version = await alembicIn(folder, url).run(["--version"]);
  expect(version).toMatchObject({ exitCode: 0, output: [expect.stringMatching(/^alembic \d/)] });
  const heads = await alembicIn(folder, url).run(["heads"]);
  expect(heads.output).toEqual(["g1h2i3j4k5l6 (head)"]);
});

test("warnings among the output do not become the answer's first lines of stdout", async () => {
  const { output, lines } = await run(
    "echo 'DeprecationWarning: old' >&2; echo g1h2i3j4k5l6 '(head)'; echo 'UserWarning: odd' >&2",
  );
  expect(output).toEqual(["g1h2i3j4k5l6 (head)"]);
  expect(lines).toHaveLength(3);
});

test("the section, the values for -x and another name of the file are passed on and shown", async () => {
  const folder = temporaryFolder();
  const argv = [standIn(folder, "alembic", 'pwd; echo "$*"')];
  const log: LogEntry[] = [];
  const alembic = alembicIn(folder, databaseUrl("nowhere"), {
    argv,
    configPath: `${folder}/other.ini`,
    section: "two",
    extra: ["a=b", "c"],
    log: (entry) => log.push(entry),
  });
  const result = await alembic.run(["current"]);
  expect(result.lines).toEqual([folder, "-c other.ini -n two -x a=b -x c current"]);
  expect(result.shown).toBe("alembic -c other.ini -n two -x a=b -x c current");
  expect(log).toMatchObject([{ kind: "command", text: result.shown, failed: false, rows: null }]);
});

test("nothing is left in the project's folder: no __pycache__, no other file", async () => {
  const url = await freshDatabase();
  const folder = projectCopy();
  const before = readdirSync(folder, { recursive: true }).sort();
  const result = await alembicIn(folder, url).run(["upgrade", "9044ba1e3377"]);
  expect(result.exitCode).toBe(0);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
});
