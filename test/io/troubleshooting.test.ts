import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { composeLogs, reach } from "../../src/io/troubleshooting.ts";
import { databaseUrl } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { freePort } from "../support/listeners.ts";
import { temporaryFolder } from "../support/restamp.ts";

beforeEach(() => () => vi.unstubAllEnvs());

test("a server that listens can be reached, without a login", async () => {
  const { host, port } = databaseUrl("postgres");
  expect(await reach(host ?? "", port ?? 0)).toBe("open");
});

test("a port on which nothing listens refuses", async () => {
  expect(await reach("127.0.0.1", await freePort())).toBe("refused");
  expect(await reach("localhost", await freePort())).toBe("refused");
});

test("a name that nobody knows is told apart from a server that is down", async () => {
  expect(await reach("no-such-host.invalid", 5432)).toBe("unknown_host");
});

test("a socket's folder is asked as well as an address", async () => {
  const folder = temporaryFolder();
  expect(await reach(folder, 5432)).toBe("refused");
  const server = createServer().listen(join(folder, ".s.PGSQL.5432"));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  expect(await reach(folder, 5432)).toBe("open");
});

/** @returns a compose file, with a stand-in for docker on the PATH */
function withDocker(script: string | null): string {
  const folder = temporaryFolder();
  writeFiles(folder, { "compose.yaml": "", "bin/nothing": "" });
  if (script !== null) standIn(join(folder, "bin"), "docker", script);
  vi.stubEnv("PATH", `${folder}/bin${script === null ? "" : ":/usr/bin:/bin"}`);
  return join(folder, "compose.yaml");
}

test("the last lines of the backend's log are asked of docker compose, beside the compose file", async () => {
  const file = withDocker('pwd; echo "$*"');
  const { lines, exitCode, shown } = await composeLogs([file], []);
  expect(exitCode).toBe(0);
  expect(lines).toEqual([join(file, ".."), `compose -f ${file} logs --no-color --tail 20 backend`]);
  expect(shown).toBe("docker compose logs backend");
});

test("a log's passwords and control sequences do not come through", async () => {
  const file = withDocker(
    String.raw`printf 'backend | \033[31mpostgresql://u:s3cret@db/app refused s3cret\033[0m\n'`,
  );
  const { lines } = await composeLogs([file], ["s3cret"]);
  expect(lines).toEqual(["backend | postgresql://u:***@db/app refused ***"]);
});

test("docker is given what the shell has, less what holds the password", async () => {
  vi.stubEnv("DOCKER_HOST", "tcp://elsewhere");
  vi.stubEnv("OTHER_URL", "postgresql://u:s3cret@db/app");
  vi.stubEnv("PGPASSWORD", "another");
  const { lines } = await composeLogs([withDocker("env")], ["s3cret"]);
  expect(lines).toContain("DOCKER_HOST=tcp://elsewhere");
  expect(lines.filter((line) => /OTHER_URL|PGPASSWORD/.test(line))).toEqual([]);
});

test("a service that compose does not know is an answer, not an error", async () => {
  const file = withDocker('echo "no such service: backend" >&2; exit 1');
  expect(await composeLogs([file], [])).toMatchObject({
    exitCode: 1,
    lines: ["no such service: backend"],
  });
});

test("without a docker command the problem says what could not be started", async () => {
  await expect(composeLogs([withDocker(null)], [])).rejects.toMatchObject({
    code: "alembic_missing",
    details: { file: "docker", reason: "ENOENT" },
  });
});
