/** Servers that can be read and not written to: a standby, and one whose sessions only read. */
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { query, REVISIONS, useServer } from "../support/database.ts";
import { expectRefused } from "../support/refusals.ts";
import { restampOn } from "../support/repairs.ts";
import { startWizard } from "../support/restamp.ts";
import { type RestartingServer, startRestartingServer } from "../support/restarting-server.ts";
import { untouched } from "../support/untouched.ts";

let server: RestartingServer | undefined;

beforeAll(async () => {
  server = await startRestartingServer();
  useServer(server.url);
});

afterAll(() => server?.end());

const wrong = populatedDatabases(FIRST, WRONG);
const args = ["-c", `${REVISIONS}/alembic.ini`];

test("where sessions only read by default, a repair is refused before anything is run", async () => {
  const database = await wrong();
  await query(
    database,
    `ALTER DATABASE ${database.database} SET default_transaction_read_only = on`,
  );
  const unchanged = await untouched(database);
  const { code, stderr } = await restampOn(database, ["repair", "--yes", "--backup", "none"]);
  expect(code).toBe(3);
  expect(stderr).toContain("restamp: Nothing can be written at");
  expect(stderr).toContain("default_transaction_read_only is on");
  await unchanged();
});

test("a standby is diagnosed, and the primary is asked for where something would be written", async () => {
  const database = await wrong();
  await server?.demote();
  // Before the database is dropped.
  onTestFinished(async () => {
    await query(database, "SELECT pg_promote()");
  });
  const { code, stdout } = await restampOn(database, ["diagnose", "--json"]);
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, verdict: "stamp_ahead" });
  await expectRefused({
    args,
    environment: { DATABASE_URL: database.text },
    commands: [["repair", "--yes", "--json"]],
    exit: 3,
    problem: "server_read_only",
    says: ["It is a standby", "target_session_attrs=primary"],
  });
  const terminal = startWizard(database);
  await terminal.waitForAll(["this server is a standby", "Enter next"]);
});
