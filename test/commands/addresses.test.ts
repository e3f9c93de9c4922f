/** Where a URL leads: several hosts, sockets, IPv6, service files, PG variables, .pgpass. */
import { chmodSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { freePort } from "../../src/io/process/free-port.ts";
import { emptyStamped, HEAD, stampOf } from "../support/broken-databases.ts";
import { projectCopy, runRestamp, temporaryFolder } from "../support/restamp.ts";

/** What restamp says of a database: its verdict, or the problem's code and sentences. */
async function diagnosed(
  environment: Readonly<Record<string, string>>,
  home = temporaryFolder(),
  args: readonly string[] = [],
): Promise<{ said: string; stderr: string }> {
  const all = ["-c", projectCopy(), ...args, "diagnose", "--json"];
  const { stdout, stderr } = await runRestamp(all, { home, environment });
  const { verdict, error } = JSON.parse(stdout);
  return { said: verdict ?? error.code, stderr };
}

const login = ({ user, password }: DatabaseUrl) => `${user}:${password}`;

test("of several hosts the first that answers is taken, and the whole repair stays there", async () => {
  const database = await emptyStamped();
  const nobody = await freePort();
  const url = `postgresql:///${database.database}?user=${database.user}&password=${database.password}&host=127.0.0.1:${nobody}&host=127.0.0.1:${database.port}`;
  const args = ["-c", projectCopy(), "repair", "--yes", "--backup", "none", "--rehearse", "none"];
  const { code, stderr } = await runRestamp(args, { environment: { DATABASE_URL: url } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("hosts as libpq writes them will do as well; a wrong password is no reason to go on", async () => {
  const database = await emptyStamped();
  const nobody = await freePort();
  const hosts = `127.0.0.1:${nobody},127.0.0.1:${database.port}`;
  const url = (who: string) => `postgresql://${who}@${hosts}/${database.database}`;
  expect((await diagnosed({ DATABASE_URL: url(login(database)) })).said).toBe("empty_stamped");
  const turned = `postgresql://${database.user}:wrong@127.0.0.1:${database.port},127.0.0.1:${nobody}/x`;
  expect((await diagnosed({ DATABASE_URL: turned })).said).toBe("password_wrong");
  const none = `postgresql://u:p@127.0.0.1:${nobody},127.0.0.1:${nobody}/x`;
  const { said, stderr } = await diagnosed({ DATABASE_URL: none });
  expect(said).toBe("server_refused");
  const place = `127.0.0.1:${nobody}`;
  expect(stderr).toContain(`Nothing answers at ${place}.`);
  expect(stderr).toContain(`Other hosts of the URL were tried in vain: ${place}.`);
});

test("target_session_attrs chooses among them", async () => {
  const database = await emptyStamped();
  const host = `127.0.0.1:${database.port}`;
  const url = (wanted: string) =>
    `postgresql://${login(database)}@${host},${host}/${database.database}?target_session_attrs=${wanted}`;
  expect((await diagnosed({ DATABASE_URL: url("read-write") })).said).toBe("empty_stamped");
  const { said, stderr } = await diagnosed({ DATABASE_URL: url("standby") });
  expect(said).toBe("server_not_wanted");
  expect(stderr).toContain("target_session_attrs asks for standby");
});

test.each(["standby", "read-only"])("one host alone has to be a %s as well", async (wanted) => {
  const database = await emptyStamped();
  const only = { DATABASE_URL: `${database.text}?target_session_attrs=${wanted}` };
  const { said, stderr } = await diagnosed(only);
  expect(said).toBe("server_not_wanted");
  expect(stderr).toContain(`target_session_attrs asks for ${wanted}, and this is a primary.`);
  const variable = { DATABASE_URL: database.text, PGTARGETSESSIONATTRS: wanted };
  expect((await diagnosed(variable)).said).toBe("server_not_wanted");
});

test("one host that is what was asked for is taken; a word that libpq does not know is refused", async () => {
  const database = await emptyStamped();
  const url = (wanted: string) => ({
    DATABASE_URL: `${database.text}?target_session_attrs=${wanted}`,
  });
  for (const wanted of ["any", "primary", "read-write", "prefer-standby"]) {
    expect((await diagnosed(url(wanted))).said).toBe("empty_stamped");
  }
  const { said, stderr } = await diagnosed(url("primry"));
  expect(said).toBe("session_attrs");
  expect(stderr).toContain("target_session_attrs is primry");
  expect(stderr).toContain("primary, read-only");
});

test("a server that was not wanted is told before one that is down", async () => {
  const database = await emptyStamped();
  const [nobody, host] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${database.port}`];
  const { said, stderr } = await diagnosed({
    DATABASE_URL: `postgresql://${login(database)}@${nobody},${host}/${database.database}?target_session_attrs=standby`,
  });
  expect(said).toBe("server_not_wanted");
  expect(stderr).toContain(`${host} is not the kind of server`);
  expect(stderr).toContain(`tried in vain: ${nobody}.`);
});

test("a socket that is not there, and one that nobody listens at, are told as sockets", async () => {
  const folder = temporaryFolder();
  const url = { DATABASE_URL: `postgresql:///x?host=${folder}&port=5433` };
  const missing = await diagnosed(url);
  expect(missing.said).toBe("server_refused");
  expect(missing.stderr).toContain(`There is no socket ${folder}/.s.PGSQL.5433.`);
  expect(missing.stderr).toContain("unix_socket_directories");
  expect(missing.stderr).not.toContain("docker");
  writeFileSync(join(folder, ".s.PGSQL.5433"), "");
  const { stderr } = await diagnosed(url);
  expect(stderr).toContain(`Nothing answers at the socket ${folder}/.s.PGSQL.5433.`);
});

test("an IPv6 address stands in brackets", async () => {
  const port = await freePort();
  const { stderr } = await diagnosed({ DATABASE_URL: `postgresql://u:p@[::1]:${port}/x` });
  expect(stderr).toContain(`Nothing answers at [::1]:${port}.`);
});

/** Forwards a listener to the server. */
async function forwarded(database: DatabaseUrl, listen: (server: Server) => void): Promise<void> {
  const { connect } = await import("node:net");
  const server = createServer((socket) => {
    const there = connect(database.port ?? 0, database.host ?? "");
    socket.pipe(there).pipe(socket);
    for (const each of [socket, there]) each.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve).once("error", reject);
    listen(server);
  });
  onTestFinished(() => void server.close());
}

test("an IPv6 address and a socket lead to the server, for alembic too", async () => {
  const database = await emptyStamped();
  const port = await freePort();
  const folder = temporaryFolder();
  await forwarded(database, (server) => server.listen(port, "::1"));
  await forwarded(database, (server) => server.listen(join(folder, `.s.PGSQL.${port}`)));
  const six = `postgresql://${login(database)}@[::1]:${port}/${database.database}`;
  expect((await diagnosed({ DATABASE_URL: six })).said).toBe("empty_stamped");
  const socket = `postgresql://${login(database)}@/${database.database}?host=${folder}&port=${port}`;
  expect((await diagnosed({ DATABASE_URL: socket })).said).toBe("empty_stamped");
  const args = ["-c", projectCopy(), "repair", "--yes", "--backup", "none", "--rehearse", "none"];
  const { code, stderr } = await runRestamp(args, { environment: { DATABASE_URL: socket } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
});

const serviceFile = ({ host, port, user, password, database }: DatabaseUrl) => `
# the team's
[other]
host=192.0.2.1
[calls]
host=${host}
port=${port}
user=${user}
password=${password}
dbname=${database}
`;

test("a service file fills in what the URL leaves out", async () => {
  const database = await emptyStamped();
  const home = temporaryFolder();
  writeFileSync(join(home, ".pg_service.conf"), serviceFile(database));
  const DATABASE_URL = "postgresql:///?service=calls";
  expect((await diagnosed({ DATABASE_URL }, home)).said).toBe("empty_stamped");
  expect((await diagnosed({ DATABASE_URL: "postgresql://", PGSERVICE: "calls" }, home)).said).toBe(
    "empty_stamped",
  );
  const elsewhere = join(temporaryFolder(), "services");
  writeFileSync(elsewhere, serviceFile(database));
  const { said } = await diagnosed({ DATABASE_URL, PGSERVICEFILE: elsewhere });
  expect(said).toBe("empty_stamped");
});

test("a service that no file has is named with the files", async () => {
  const home = temporaryFolder();
  const { said, stderr } = await diagnosed({ DATABASE_URL: "postgresql:///?service=nosuch" }, home);
  expect(said).toBe("service_missing");
  expect(stderr).toContain("nosuch");
  expect(stderr).toContain(join(home, ".pg_service.conf"));
  expect(stderr).not.toContain("PGSERVICEFILE names");
  const PGSERVICEFILE = join(home, "nowhere.conf");
  const absent = await diagnosed({ DATABASE_URL: "postgresql:///?service=calls", PGSERVICEFILE });
  expect(absent.said).toBe("service_missing");
  expect(absent.stderr).toContain(
    `PGSERVICEFILE names ${PGSERVICEFILE}, and there is no such file.`,
  );
});

test("PG variables and .pgpass say whatever the URL does not", async () => {
  const database = await emptyStamped();
  const { host, port, user, password, database: name } = database;
  const environment = {
    DATABASE_URL: "postgresql://",
    PGHOST: host ?? "",
    PGPORT: String(port),
    PGUSER: user ?? "",
    PGDATABASE: name ?? "",
  };
  const { said } = await diagnosed({ ...environment, PGPASSWORD: password ?? "" });
  expect(said).toBe("empty_stamped");
  const home = temporaryFolder();
  const file = join(home, ".pgpass");
  writeFileSync(file, `${host}:${port}:*:${user}:${password}\n`);
  chmodSync(file, 0o600);
  expect((await diagnosed(environment, home)).said).toBe("empty_stamped");
  expect((await diagnosed({ DATABASE_URL: "postgresql://" })).said).toBe("url_malformed");
});
