import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { startCluster } from "../../src/io/shadow/cluster.ts";
import { FIRST, HEAD, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { alembic, query } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { listener } from "../support/listeners.ts";
import { expectRefused } from "../support/refusals.ts";
import { expectAgreement, restampOn } from "../support/repairs.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { ALEMBIC } from "../support/stand-in-alembic.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const healthy = populatedDatabases(HEAD, HEAD);

/** The bundled project with an env.py that takes no notice of DATABASE_URL. */
const insistingProject = (url: DatabaseUrl) => projectConnecting(JSON.stringify(url.text));

/** @param expression Python: where env.py takes the URL from */
function projectConnecting(expression: string): string {
  const folder = projectCopy();
  const env = readFileSync(join(folder, "env.py"), "utf8");
  const changed = env.replace("create_engine(database_url()", `create_engine(${expression}`);
  expect(changed).not.toBe(env);
  writeFiles(folder, { "env.py": changed });
  return folder;
}

/** The bundled project with its URL in alembic.ini, where env.py reads it and nowhere else. */
function configuredProject(url: DatabaseUrl): string {
  const folder = projectConnecting('context.config.get_main_option("sqlalchemy.url")');
  const ini = readFileSync(join(folder, "alembic.ini"), "utf8");
  const line = `sqlalchemy.url = ${url.text.replaceAll("%", "%%")}`;
  writeFiles(folder, { "alembic.ini": ini.replace("[alembic]\n", `[alembic]\n${line}\n`) });
  return folder;
}

test.for([
  ["env.py", insistingProject],
  ["alembic.ini", configuredProject],
] as const)(
  "an alembic that %s leads to another database is refused, and neither is changed",
  async ([, project]) => {
    const [ours, theirs] = [await wrong(), await wrong()];
    const checks = [await untouched(ours), await untouched(theirs)];
    await expectRefused({
      args: ["-c", join(project(theirs), "alembic.ini"), "--url", ours.text],
      commands: [["repair", "--yes", "--json"]],
      exit: 3,
      problem: "alembic_elsewhere",
      says: [ours.database ?? "", theirs.database ?? "", "env.py"],
      secrets: [ours.password ?? ""],
    });
    for (const unchanged of checks) await unchanged();
  },
);

test.for(["whose Python is known", "that is a script"])(
  "an alembic %s, on another server with the same port and database name, changes nothing there",
  async (kind) => {
    const ours = await wrong();
    const { port, database } = ours;
    const name = database ?? "";
    const cluster = await startCluster();
    onTestFinished(() => cluster.stop());
    await cluster.createDatabase(name);
    const behind = cluster.url(name);
    await alembic(behind, "upgrade", FIRST);
    await query(behind, `UPDATE alembic_version SET version_num = '${WRONG}'`);
    // Another machine, as far as an address can tell: it has the port of ours.
    const host = "127.0.0.2";
    const forward = (to: DatabaseUrl) => (socket: Socket) => {
      const upstream = connect(to.port ?? 0, "127.0.0.1");
      upstream.on("error", () => socket.destroy());
      socket.on("close", () => upstream.destroy());
      socket.pipe(upstream).pipe(socket);
    };
    const reached = await listener(forward(behind), host, port ?? 0).catch(() => null);
    // Only Linux has the whole of 127.0.0.0/8.
    if (reached === null) return;
    const theirs = { ...behind, text: behind.text.replace(/@[^/]+/, `@${host}:${port}`) };
    const checks = [await untouched(ours), await untouched(behind)];
    const script = standIn(temporaryFolder(), "alembic", `exec ${ALEMBIC} "$@"`);
    const project = insistingProject(theirs);
    const ran = await restampOn(ours, ["repair", "--yes"], {
      project,
      environment: kind === "that is a script" ? { RESTAMP_ALEMBIC: `"${script}"` } : {},
    });
    for (const unchanged of checks) await unchanged();
    expect(ran.code).not.toBe(0);
  },
);

test("one server by two names is accepted", async () => {
  const ours = await healthy();
  const theirs = { ...ours, text: ours.text.replace("127.0.0.1", "localhost") };
  expectAgreement(
    await restampOn(ours, ["repair", "--yes"], { project: insistingProject(theirs) }),
  );
});
