/** --compose: a database in a container, through a stand-in for docker. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { freePort } from "../../src/io/process/free-port.ts";
import { emptyStamped, HEAD, stampOf } from "../support/broken-databases.ts";
import { REVISIONS } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { canSeeProcesses, processesNaming } from "../support/processes.ts";
import { projectCopy, runRestamp, startRestamp, temporaryFolder } from "../support/restamp.ts";

const BARE = ["--backup", "none", "--rehearse", "none"];

interface Services {
  readonly published?: string;
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Shell: how a command is run in the application's container. */
  readonly application?: string;
  /** Where the docker is that the command talks to. */
  readonly dockerAt?: string;
}

/**
 * A docker whose service `db` is the test's server. Inside its container the server listens on
 * 127.0.0.1:5432; the stand-in lets the very command of `exec` run with that address turned.
 */
function dockerFor(
  { host, port, user, password, database }: DatabaseUrl,
  {
    published = ":0",
    image = "postgres:16-alpine",
    environment,
    application = "exit 127",
    dockerAt = "unix:///var/run/docker.sock",
  }: Services = {},
): string {
  const bin = temporaryFolder();
  const own = { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: database };
  const services = {
    web: { image: "python:3", environment: { DATABASE_URL: "x" } },
    db: { image, environment: environment ?? own },
  };
  writeFiles(bin, { "services.json": JSON.stringify({ services }) });
  standIn(
    bin,
    "docker",
    [
      `echo "$@" >> '${bin}/calls'`,
      `env | grep -c -e '${password}' >> '${bin}/secrets'`,
      `[ "$1" = context ] && { echo '${dockerAt}'; exit; }`,
      "shift",
      'while [ "$1" = -f ]; do shift 2; done',
      `case "$1" in`,
      `config) cat '${bin}/services.json' ;;`,
      `port) echo '${published}' ;;`,
      `exec) service=$3; shift 3`,
      `  if [ "$service" = web ]; then ${application}; fi`,
      `  [ "$service" = db ] || exit 126`,
      `  script=$(printf %s "$3" | sed 's#/dev/tcp/127.0.0.1/5432#/dev/tcp/${host}/${port}#')`,
      `  exec "$1" "$2" "$script" ;;`,
      "*) exit 125 ;;",
      "esac",
    ].join("\n"),
  );
  return bin;
}

/** @returns a project with a compose file beside it */
function composed(): string {
  const project = projectCopy();
  writeFiles(project, { "compose.yaml": "services: {}\n" });
  return project;
}

const pathWith = (bin: string) => ({ PATH: `${bin}:${process.env["PATH"]}` });

test("a service that is not published is reached inside its container, by whatever it is set up with", async () => {
  const database = await emptyStamped();
  const bin = dockerFor(database);
  const args = ["-c", composed(), "repair", "--compose", "--yes", "--json", ...BARE];
  const { code, stderr } = await runRestamp(args, { environment: pathWith(bin) });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(readFileSync(join(bin, "calls"), "utf8")).toMatch(/exec -T db bash -c/);
  // No password in docker's environment, nor in its arguments.
  expect(new Set(readFileSync(join(bin, "secrets"), "utf8").trim().split("\n"))).toEqual(
    new Set(["0"]),
  );
  expect(readFileSync(join(bin, "calls"), "utf8")).not.toContain(String(database.password));
});

test("a published port is the shorter way", async () => {
  const database = await emptyStamped();
  const bin = dockerFor(database, { published: `0.0.0.0:${database.port}` });
  const args = ["-c", composed(), "diagnose", "--json", "--compose"];
  const { stdout } = await runRestamp(args, { environment: pathWith(bin) });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped", database: { host: "db" } });
  expect(readFileSync(join(bin, "calls"), "utf8")).not.toContain("exec");
});

test("where the container cannot be entered, the wizard says what it has found and how far it got", async () => {
  const bin = dockerFor({ ...(await emptyStamped()), port: await freePort() });
  const terminal = startRestamp(["-c", composed(), "--compose"], { environment: pathWith(bin) });
  await terminal.waitForAll(["ended before the server had answered", "1. DATABASE_URL: found"]);
  await terminal.waitForAll(["service db of", "2. PostgreSQL: only a command leads there"]);
  terminal.press("q");
  expect((await terminal.exit()).code).toBe(3);
});

test("a port that is published by a docker on another machine is not published here", async () => {
  const database = await emptyStamped();
  const published = `0.0.0.0:${database.port}`;
  const bin = dockerFor(database, { published, dockerAt: "ssh://ops@db.example.org" });
  const args = ["-c", composed(), "diagnose", "--json", "--compose"];
  const { stdout } = await runRestamp(args, { environment: pathWith(bin) });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped", database: { host: "db" } });
  expect(readFileSync(join(bin, "calls"), "utf8")).toMatch(/exec -T db bash -c/);
});

test("the file that overrides is read, too, as docker compose would by itself", async () => {
  const database = await emptyStamped();
  const bin = dockerFor(database);
  const project = composed();
  writeFiles(project, { "docker-compose.override.yaml": "", "compose.override.yml": "" });
  const args = ["-c", project, "diagnose", "--json", "--compose"];
  const { stdout } = await runRestamp(args, { environment: pathWith(bin) });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped" });
  const files = `-f ${project}/compose.yaml -f ${project}/compose.override.yml`;
  for (const call of readFileSync(join(bin, "calls"), "utf8").trim().split("\n")) {
    expect(call).toMatch(call.startsWith("context") ? /inspect/ : new RegExp(`^compose ${files} `));
  }
});

test.each(["the environment", ".env"])(
  "COMPOSE_FILE in %s names the files, and no others are read",
  async (where) => {
    const database = await emptyStamped();
    const bin = dockerFor(database);
    const project = composed();
    writeFiles(project, { "prod.yaml": "", "compose.override.yml": "" });
    const [files, environment] = [`${project}/compose.yaml:${project}/prod.yaml`, pathWith(bin)];
    if (where === ".env") writeFiles(project, { ".env": "COMPOSE_FILE=compose.yaml:prod.yaml\n" });
    else Object.assign(environment, { COMPOSE_FILE: files });
    const args = ["-c", project, "diagnose", "--json", "--compose"];
    const { stdout } = await runRestamp(args, { environment });
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped" });
    const [config = ""] = readFileSync(join(bin, "calls"), "utf8").split("\n");
    expect(config).toContain(`compose -f ${files.replace(":", " -f ")} config`);
  },
);

test("the project's own URL counts where it names that service: another role, another password", async () => {
  const database = await emptyStamped();
  const bin = dockerFor(database, { environment: { POSTGRES_PASSWORD: "only the superuser's" } });
  const args = ["-c", composed(), "diagnose", "--json", "--compose", "db"];
  const own = database.text.replace(/@[^/]*\//, "@db:5432/");
  const { stdout } = await runRestamp(args, {
    environment: { ...pathWith(bin), DATABASE_URL: own },
  });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped" });
});

test("where this machine has no alembic, the application's service runs its own, its own way", async () => {
  const database = await emptyStamped();
  const [program = ""] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
  const bin = dockerFor(database, {
    application: `program=$1; shift; DATABASE_URL='${database.text}' exec '${dirname(program)}'/"$program" "$@"`,
  });
  const project = composed();
  // A container's alembic goes to its own database only: the reference comes from elsewhere.
  const recorded = await runRestamp(["-c", project, "record"], {
    environment: { DATABASE_URL: database.text },
  });
  expect(recorded.code).toBe(0);
  const args = ["-c", project, "repair", "--compose", "--yes", ...BARE];
  const environment = { RESTAMP_ALEMBIC: "", PATH: `${bin}:/usr/bin:/bin` };
  const { code, stderr } = await runRestamp(args, { environment });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readFileSync(join(bin, "calls"), "utf8")).toContain("exec -T web alembic upgrade");
  expect(await stampOf(database)).toEqual([HEAD]);
});

const MISTAKES = {
  "names a service that is not there": {
    args: ["--compose=nosuch", "diagnose"],
    code: 4,
    says: "nosuch",
  },
  "has no service that looks like PostgreSQL": {
    args: ["diagnose", "--compose"],
    code: 4,
    says: "No service looks like PostgreSQL",
    services: { image: "mysql:8" },
  },
  "is followed by a command": { args: ["--compose", "diagnose"], code: 2, says: "--compose" },
};

test.each(Object.entries(MISTAKES))("a --compose that %s", async (_, mistake) => {
  const database = await emptyStamped();
  const bin = dockerFor(database, "services" in mistake ? mistake.services : {});
  const args = ["-c", composed(), ...mistake.args];
  const { code, stderr } = await runRestamp(args, { environment: pathWith(bin) });
  expect({ code, stderr }).toMatchObject({ code: mistake.code });
  expect(stderr).toContain(mistake.says);
});

test("a docker that cannot read the file, or is not there, says so", async () => {
  const bin = temporaryFolder();
  standIn(bin, "docker", "echo 'yaml: line 3: did not find expected key' >&2; exit 15");
  const args = ["-c", composed(), "diagnose", "--compose"];
  const broken = await runRestamp(args, { environment: pathWith(bin) });
  expect(broken.code).toBe(3);
  expect(broken.stderr).toContain("yaml: line 3");
  const without = await runRestamp(args, { environment: { PATH: temporaryFolder() } });
  expect(without.code).toBe(3);
  expect(without.stderr).toContain("docker");
});

test("a docker that does not answer is not waited for, nor does what it started live on", async () => {
  const bin = temporaryFolder();
  const plugin = standIn(bin, "docker-compose", "sleep 300");
  standIn(bin, "docker", `'${plugin}' & wait`);
  const args = ["-c", composed(), "diagnose", "--compose", "--json"];
  const { code, stdout, stderr } = await runRestamp(args, { environment: pathWith(bin) });
  expect(code).toBe(3);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: "compose_unreadable",
    what: "docker does not answer.",
  });
  expect(stderr).toContain("DOCKER_HOST");
  if (canSeeProcesses) expect(processesNaming(plugin)).toEqual([]);
});

test("what docker compose prints and restamp cannot read is told as that", async () => {
  const bin = temporaryFolder();
  standIn(bin, "docker", "echo 'services: {}'");
  const args = ["-c", composed(), "diagnose", "--compose", "--json"];
  const { code, stdout } = await runRestamp(args, { environment: pathWith(bin) });
  expect(code).toBe(3);
  expect(JSON.parse(stdout).error.why).toContain("no JSON");
});

test("without a compose file the places that were looked at are named", async () => {
  const project = projectCopy();
  const args = ["-c", project, "diagnose", "--compose", "--json"];
  const { code, stdout, stderr } = await runRestamp(args);
  expect(code).toBe(3);
  expect(JSON.parse(stdout).error.code).toBe("compose_missing");
  for (const words of [project, dirname(project), "docker-compose.yml", "--url"]) {
    expect(stderr).toContain(words);
  }
});

test("a machine without docker is told as that", async () => {
  const args = ["-c", composed(), "diagnose", "--compose", "--json"];
  const { code, stdout, stderr } = await runRestamp(args, { environment: { PATH: "/nowhere" } });
  expect(code).toBe(3);
  expect(JSON.parse(stdout).error.code).toBe("docker_missing");
  expect(stderr).toContain("docker is not installed here.");
});
