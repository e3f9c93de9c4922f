/** The password of the database is nobody's business. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { databaseUrl, query, REVISIONS } from "../support/database.ts";
import { holdLock } from "../support/lock.ts";
import { allProcesses, canSeeProcesses } from "../support/processes.ts";
import { reportsIn } from "../support/reports.ts";
import { runRestamp, startRestamp, temporaryFolder } from "../support/restamp.ts";
import { arrive, go, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** Everything that has to be escaped somewhere: in a URL, in SQL, in a shell, in alembic.ini. */
const TAIL = randomBytes(6).toString("hex");
const PASSWORD = `p@ss:w/rd %s'"$#${TAIL}`;
/** Something of it is in every spelling of the whole, and of a part. */
const SPELLINGS = [TAIL, "p@ss", "p%40ss", "ss:w", "ss%3Aw"];

/** Another role with a password of its own, that may do everything in the database. */
async function withPassword(database: DatabaseUrl): Promise<string> {
  const role = `role_${randomBytes(6).toString("hex")}`;
  const server = databaseUrl("postgres");
  await query(
    server,
    `CREATE ROLE ${pg.escapeIdentifier(role)} SUPERUSER LOGIN PASSWORD ${pg.escapeLiteral(PASSWORD)}`,
  );
  onTestFinished(async () => {
    await query(database, `REASSIGN OWNED BY ${pg.escapeIdentifier(role)} TO CURRENT_USER`);
    await query(server, `DROP ROLE ${pg.escapeIdentifier(role)}`);
  });
  const { host, port, database: name } = database;
  return `postgresql://${role}:${encodeURIComponent(PASSWORD)}@${host}:${port}/${name}`;
}

/** Looks at all processes again and again. @returns those that had the password in their arguments */
function watchArguments(): () => string[] {
  const found = new Set<string>();
  const look = () => {
    for (const { args } of allProcesses()) {
      const line = args.join(" ");
      if (SPELLINGS.some((secret) => line.includes(secret))) found.add(line);
    }
  };
  const timer = setInterval(look, 50);
  onTestFinished(() => clearInterval(timer));
  return () => {
    look();
    clearInterval(timer);
    return [...found];
  };
}

const has = (text: string) => SPELLINGS.filter((secret) => text.includes(secret));

test.runIf(canSeeProcesses)(
  "the password is not on the screen, not in the log, not in the report and in no process's arguments",
  async () => {
    const database = await populated();
    const environment = { DATABASE_URL: await withPassword(database) };
    const shown = watchArguments();
    const home = temporaryFolder();
    const terminal = startRestamp(
      ["-c", REVISIONS, "-v", "--backup", "none", "--rehearse", "none"],
      {
        home,
        environment,
      },
    );
    await walkTo(terminal, "review");
    const lock = await holdLock(database, "users");
    terminal.press("y");
    await lock.somebodyWaits();
    // An alembic is at work now, and can be seen.
    expect(allProcesses().some(({ args }) => args.join(" ").includes("upgrade head"))).toBe(true);
    await lock.release();
    await arrive(terminal, "run");
    terminal.resize(200, 2000);
    terminal.press("l");
    await terminal.waitForAll(["Every command and statement so far", /\$ alembic upgrade head/]);
    // The window is so large that all of it is there at once; it is measured after it is drawn.
    await expect.poll(() => terminal.shows(/ more below /)).toBe(false);
    terminal.resize(80, 24);
    terminal.press("l");
    await arrive(terminal, "run");
    await go(terminal, "verify");
    await go(terminal, "report");
    terminal.press("Enter");
    expect((await terminal.exit()).code).toBe(0);
    expect(await stampOf(database)).toEqual([HEAD]);

    // The role is shown, and with it the place where its password would be.
    expect(terminal.output).toMatch(/role_[0-9a-f]{12}@/);
    expect(has(terminal.output)).toEqual([]);
    const reports = reportsIn(home);
    expect(reports).toHaveLength(1);
    expect(has(reports.join())).toEqual([]);
    expect(shown()).toEqual([]);
  },
);

test("a URL that cannot be read, or a password that is refused, is not repeated", async () => {
  const database = await populated();
  const { host, port, database: name, user } = database;
  const urls = [
    `postgresql://${user}:se:cr@et@${host}:${port}/${name}`,
    `postgresql://${user}:se%3Acr%40et@${host}:${port}/${name}`,
    `mysql://${user}:secret@${host}/${name}`,
  ];
  for (const DATABASE_URL of urls) {
    const args = ["-c", REVISIONS, "-v", "diagnose"];
    const { code, stdout, stderr } = await runRestamp(args, { environment: { DATABASE_URL } });
    expect(code).toBe(3);
    expect(stderr).not.toBe("");
    expect(stdout + stderr).not.toMatch(/se(:|%3A)?cr(@|%40)?et/);
  }
});
