/** restamp diagnose --format github: what a deployment job reads. */
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  CALL_STATS,
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  WRONG,
} from "../support/broken-databases.ts";
import { query, REVISIONS } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { restampOn } from "../support/repairs.ts";
import { projectCopy, runRestamp } from "../support/restamp.ts";

const ROOT = join(REVISIONS, "..");
const healthy = populatedDatabases(HEAD, HEAD);
const wrong = populatedDatabases(FIRST, WRONG);
const behind = populatedDatabases(FIRST, FIRST);

const github = (database: Parameters<typeof restampOn>[0], options = {}) =>
  restampOn(database, ["diagnose", "--format", "github"], {
    environment: { GITHUB_WORKSPACE: ROOT },
    ...options,
  });

/** Reads a command as the runner does. */
function parsed(line: string) {
  const found = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line);
  if (!found) throw new Error(`no workflow command: ${line}`);
  const [, level, properties = "", message = ""] = found;
  const data = (text: string) =>
    text.replace(/%0A/g, "\n").replace(/%0D/g, "\r").replace(/%25/g, "%");
  const value = (text: string) => data(text.replace(/%3A/g, ":").replace(/%2C/g, ","));
  const named = properties.split(",").map((each) => each.split("=") as [string, string]);
  const read = Object.fromEntries(named.map(([name, text]) => [name, value(text)]));
  return { level, message: data(message), ...read };
}

const commandsOf = ({ stdout }: { readonly stdout: string }) =>
  stdout.trimEnd().split("\n").map(parsed);

test("a stamp that is ahead is an error at the first revision that never ran", async () => {
  const ran = await github(await wrong());
  expect(ran).toMatchObject({ code: 1, stderr: "" });
  const [only, ...others] = commandsOf(ran);
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    level: "error",
    title: "Stamp ahead of the schema",
    file: expect.stringMatching(new RegExp(`^revisions/versions/.*${CALL_STATS}`)),
    line: expect.stringMatching(/^\d+$/),
  });
  expect(only?.message).toContain(`Stamp:  ${WRONG}\nSchema: ${FIRST}\n`);
});

test("a database that is merely behind is a notice, a healthy one no annotation", async () => {
  const [late, well] = [await github(await behind()), await github(await healthy())];
  expect(late.code).toBe(0);
  expect(commandsOf(late)).toEqual([
    expect.objectContaining({ level: "notice", title: "Behind its scripts" }),
  ]);
  expect(well).toMatchObject({ code: 0, stderr: "" });
  expect(well.stdout).toMatch(/^Healthy\. [^\n]*\n$/);
});

test("what is about no revision stands at alembic.ini, and findings are warnings", async () => {
  const database = await emptyStamped();
  await query(database, "UPDATE alembic_version SET version_num = 'deadbeef'");
  const short = `ALTER TABLE alembic_version ALTER version_num TYPE varchar(8)`;
  await query(database, short);
  const [main, finding] = commandsOf(await github(database));
  expect(main).toMatchObject({ level: "error", file: "revisions/alembic.ini" });
  expect(main).not.toHaveProperty("line");
  expect(finding).toMatchObject({ level: "warning", message: expect.stringContaining("8") });
});

test("a problem is an error with what, why and next, at the script that it is about", async () => {
  const project = projectCopy();
  writeFiles(project, { "versions/bad.py": "revision = 'x1'\ndown_revision = 'nowhere'\n" });
  const environment = { GITHUB_WORKSPACE: project };
  const ran = await github(await wrong(), { project, environment });
  expect(ran).toMatchObject({ code: 3, stderr: "" });
  expect(commandsOf(ran)).toEqual([
    expect.objectContaining({ level: "error", file: "versions/bad.py", line: "1" }),
  ]);
});

test("percent signs and line breaks of a name do not end the command", async () => {
  const database = await healthy();
  await query(database, 'ALTER TABLE users ADD "100%, ::x::\nend" text');
  const { stdout } = await github(database);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(stdout).toContain("100%25, ::x::");
});

test("--format json is --json, and two formats contradict each other", async () => {
  const database = await wrong();
  const [short, long] = await Promise.all([
    restampOn(database, ["diagnose", "--json"]),
    restampOn(database, ["diagnose", "--format=json"], { environment: { LC_ALL: "ru_RU.UTF-8" } }),
  ]);
  expect(long).toEqual(short);
  expectValid(long.stdout);
  const both = await restampOn(database, ["diagnose", "--json", "--format", "github"]);
  expect(both.code).toBe(2);
  expect(both.stderr).toContain("contradict");
  const refused = await runRestamp(["diagnose", "--format", "json", "-c", "/nowhere"]);
  expect(refused.code).toBe(3);
  expect(expectValid(refused.stdout).error.code).toBe("config_missing");
  const unknown = await runRestamp(["diagnose", "--format", "xml"]);
  expect(unknown).toMatchObject({ code: 2, stdout: "" });
});
