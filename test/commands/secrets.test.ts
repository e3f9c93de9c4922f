import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { canSeeProcesses } from "../support/processes.ts";
import { expectNoSecrets } from "../support/refusals.ts";
import { restampOn } from "../support/repairs.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";

import { ALEMBIC } from "../support/stand-in-alembic.ts";

const wrong = populatedDatabases(FIRST, WRONG);

/** Writes down every process of the machine, and its own URL, at the moment in which alembic runs. */
function listingAlembic(folder: string): string {
  const lines = [
    `for file in /proc/[0-9]*/cmdline; do tr '\\0\\n' '  ' < "$file"; echo; done >> '${folder}/processes' 2>/dev/null`,
    `echo "$DATABASE_URL" >> '${folder}/urls'`,
    `exec ${ALEMBIC} "$@"`,
  ];
  return standIn(folder, "alembic", lines.join("\n"));
}

/** @returns the passwords that alembic was given, and whether a process showed one */
function whatWasSeen(folder: string): { passwords: string[]; isShown: boolean } {
  const urls = readFileSync(join(folder, "urls"), "utf8");
  const found = [...urls.matchAll(/:\/\/[^:]+:([^@]+)@/g)].map((match) => match[1] ?? "");
  const passwords = [...new Set(found)];
  // Where a test has given a URL on the command line, it is there because it was typed there.
  const processes = readFileSync(join(folder, "processes"), "utf8")
    .split("\n")
    .filter((words) => !words.includes("--url"));
  expect(processes.some((words) => words.includes("alembic.ini"))).toBe(true);
  const isShown = passwords.some((password) => processes.some((words) => words.includes(password)));
  return { passwords, isShown };
}

test("a verbose repair shows commands and statements, and no password, and no process shows one", async () => {
  const database = await wrong();
  const [folder, home] = [temporaryFolder(), temporaryFolder()];
  const environment = { RESTAMP_ALEMBIC: listingAlembic(folder) };
  const ran = await restampOn(database, ["repair", "--yes", "-v"], { home, environment });
  expect(ran.code).toBe(0);
  const password = database.password ?? "";
  expect(ran.stdout + ran.stderr).not.toContain(password);
  expectNoSecrets(home, [password]);
  expect(ran.stderr).toContain("$ alembic stamp 9044ba1e3377");
  expect(ran.stderr).toContain("> BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  if (!canSeeProcesses) return;
  expect(whatWasSeen(folder)).toEqual({ passwords: [password], isShown: false });
});

test.runIf(canSeeProcesses)(
  "while a chain is recorded the shadow's password is among nobody's arguments",
  async () => {
    const database = await wrong();
    const [folder, project] = [temporaryFolder(), projectCopy()];
    writeFiles(project, {
      "restamp.reference.json": JSON.stringify({ format: 2, recordedWith: {}, revisions: [] }),
    });
    const environment = { RESTAMP_ALEMBIC: listingAlembic(folder) };
    const ran = await restampOn(database, ["record", "-v"], { project, environment });
    expect(ran.code).toBe(0);
    const { passwords, isShown } = whatWasSeen(folder);
    expect(isShown).toBe(false);
    expect(passwords).not.toEqual([]);
    for (const password of passwords) expect(ran.stdout + ran.stderr).not.toContain(password);
  },
);

test.for(["record", "repair"])(
  "a project that prints its settings does not give the password away to %s",
  async (command) => {
    const database = await wrong();
    const project = projectCopy();
    const env = readFileSync(join(project, "env.py"), "utf8");
    writeFiles(project, {
      "env.py": `import os, sys\nprint("settings:", dict(os.environ), file=sys.stderr)\n${env}`,
    });
    const home = temporaryFolder();
    const password = database.password ?? "";
    const args = command === "record" ? ["record", "-v"] : ["repair", "--yes", "-v"];
    const ran = await restampOn(database, args, {
      project,
      home,
      environment: { PGPASSWORD: "an0ther s3cret", OTHER_URL: database.text },
    });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("settings:");
    expect(ran.stdout + ran.stderr).not.toMatch(new RegExp(`${password}|an0ther`));
    expectNoSecrets(home, [password, "an0ther s3cret"]);
  },
);

test.skipIf(PG_DUMP === null)(
  "a password on the command line of --pg-dump is neither said nor kept",
  async () => {
    const database = await wrong();
    const [home, bin] = [temporaryFolder(), temporaryFolder()];
    const password = database.password ?? "";
    // As `docker exec -e PGPASSWORD=… db pg_dump` does.
    const docker = standIn(
      bin,
      "docker",
      [
        'export "$2" "$4"; program=$5; shift 5',
        `export PGHOST='${database.host}' PGPORT='${database.port}' PGPASSWORD="$OWN"`,
        `exec '${dirname(PG_DUMP ?? "")}'/"$program" "$@"`,
      ].join("\n"),
    );
    const command = `${docker} -e PGPASSWORD=of-another-role -e OWN=${password} pg_dump`;
    const args = ["--json", "--yes", "--backup", join(home, "backups"), "--pg-dump", command];
    const ran = await restampOn(database, ["repair", ...args], { home });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout).backup.restore).toBe(
      `${docker} -e PGPASSWORD=*** -e OWN=*** pg_restore`,
    );
    const undone = await restampOn(database, ["undo", ...args], { home });
    expect(undone.code).toBeGreaterThan(0);
    const none = ["--pg-dump", command.replace(docker, "false")];
    const refused = await restampOn(database, ["repair", "--yes", "--backup", home, ...none]);
    const said = [ran, undone, refused].map(({ stdout, stderr }) => stdout + stderr).join("");
    for (const secret of [password, "of-another-role"]) expect(said).not.toContain(secret);
    expectNoSecrets(home, [password, "of-another-role"]);
  },
);
