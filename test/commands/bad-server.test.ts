import { chmodSync } from "node:fs";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { emptyStamped, FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { freshDatabase, query, REVISIONS } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { freePort, listener } from "../support/listeners.ts";
import { pooled } from "../support/pooler.ts";
import { type BadInput, expectRefused } from "../support/refusals.ts";
import { restampOn } from "../support/repairs.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { freshRole, urlWith } from "../support/roles.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

const refused = (url: string, input: Omit<BadInput, "environment" | "exit">) =>
  expectRefused({
    args: ["-c", `${REVISIONS}/alembic.ini`],
    environment: { DATABASE_URL: url },
    exit: 3,
    ...input,
  });

test("a server that is down is named with its port", async () => {
  const port = await freePort();
  await refused(`postgresql://u:s3cret@127.0.0.1:${port}/app`, {
    problem: "server_refused",
    says: [`Nothing answers at 127.0.0.1:${port}.`, "Start PostgreSQL"],
    secrets: ["s3cret"],
  });
});

test("a host that nobody knows is named", async () => {
  await refused("postgresql://u:s3cret@no-such-host.invalid/app", {
    problem: "host_unknown",
    says: ["no-such-host.invalid"],
    secrets: ["s3cret"],
  });
});

test("a program that hangs up is not PostgreSQL, and restamp ends", async () => {
  const answer = (socket: Socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  for (const onConnection of [answer, (socket: Socket) => void socket.end()]) {
    const port = await listener(onConnection);
    await refused(`postgresql://u:s3cret@127.0.0.1:${port}/app`, {
      problem: "connection_lost",
      says: [`127.0.0.1:${port}`],
      secrets: ["s3cret"],
    });
  }
});

test("a program that says nothing, or something else, is given up after ten seconds", async () => {
  const chatty = (socket: Socket) => void socket.write("HTTP/1.1 200 OK\r\n\r\n");
  const ports = [await listener(() => {}), await listener(chatty)];
  await Promise.all(
    ports.map((port) =>
      refused(`postgresql://u:s3cret@127.0.0.1:${port}/app`, {
        commands: [["diagnose"]],
        problem: "server_unreachable",
        says: [`127.0.0.1:${port} does not answer.`],
        secrets: ["s3cret"],
      }),
    ),
  );
});

test("a wrong password is told apart from a missing one", async () => {
  const database = await wrong();
  const unchanged = await untouched(database);
  const role = await freshRole(database);
  await refused(urlWith(role, { password: "s3cret" }).text, {
    problem: "password_wrong",
    says: [`The server refuses the password of role ${role.user}.`, "%40"],
    secrets: ["s3cret"],
  });
  const { host, port, database: name } = database;
  await refused(`postgresql://${role.user}@${host}:${port}/${name}`, {
    problem: "password_missing",
    says: [`The server wants a password for role ${role.user}`],
  });
  await unchanged();
});

test("the password may be in PGPASSWORD or in ~/.pgpass", async () => {
  const database = await wrong();
  const { host, port, user, password, database: name } = database;
  const url = { ...database, text: `postgresql://${user}@${host}:${port}/${name}` };
  const fromEnvironment = await restampOn(url, ["diagnose"], {
    environment: { PGPASSWORD: password ?? "" },
  });
  expect(fromEnvironment).toMatchObject({ code: 1, stderr: "" });
  const home = temporaryFolder();
  writeFiles(home, { ".pgpass": `*:*:*:*:${password}\n` });
  chmodSync(`${home}/.pgpass`, 0o600);
  expect(await restampOn(url, ["diagnose"], { home })).toMatchObject({ code: 1, stderr: "" });
});

test("a role that does not exist is told like a wrong password, as the server does", async () => {
  const database = await freshDatabase();
  await refused(urlWith(database, { user: "nobody_here" }).text, {
    problem: "password_wrong",
    says: ["nobody_here"],
    secrets: [database.password ?? ""],
  });
});

test("a database that does not exist is named", async () => {
  const database = await freshDatabase();
  await refused(database.text.replace(/[^/]+$/, "no_such_database"), {
    problem: "database_missing",
    says: ["There is no database called no_such_database"],
    secrets: [database.password ?? ""],
  });
});

test("a role that may not connect is told by name", async () => {
  const database = await freshDatabase();
  const role = await freshRole(database);
  await query(database, `REVOKE CONNECT ON DATABASE ${database.database} FROM public`);
  await refused(role.text, {
    problem: "permission_denied",
    says: [`Role ${role.user}`],
    secrets: [role.password ?? ""],
  });
});

test("a role that is not let in is told as that where the server offers no TLS either", async () => {
  const database = await freshDatabase();
  const role = await freshRole(database);
  await query(database, `ALTER ROLE ${role.user} NOLOGIN`);
  for (const mode of ["", "?sslmode=prefer", "?sslmode=allow"]) {
    await refused(role.text + mode, {
      problem: "login_refused",
      says: [`The server does not let role ${role.user} in.`],
      secrets: [role.password ?? ""],
    });
  }
});

test("a server without TLS is a problem of its own where TLS is required", async () => {
  const database = await freshDatabase();
  await refused(`${database.text}?sslmode=require`, {
    problem: "tls_failed",
    says: ["No secure connection", "It offers no TLS, and sslmode asks for it."],
    secrets: [database.password ?? ""],
  });
});

test("a database name with control characters is shown safely", async () => {
  const database = await freshDatabase();
  const ran = await runRestamp(["-c", `${REVISIONS}/alembic.ini`, "diagnose", "--json"], {
    environment: { DATABASE_URL: database.text.replace(/[^/]+$/, "a%1b[31m%0ab") },
  });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain("a\\x1b[31m\\nb");
  expect(ran.stdout + ran.stderr).not.toContain("\u001b");
});

test("a repair through a pooler is refused, and a diagnosis is not", async () => {
  const database = await emptyStamped();
  const unchanged = await untouched(database);
  const url = await pooled(database);
  const diagnosed = await restampOn(url, ["diagnose"]);
  expect(diagnosed).toMatchObject({ code: 1, stderr: "" });
  const { code, stderr } = await restampOn(url, ["repair", "--yes"]);
  expect(code).toBe(3);
  expect(stderr).toContain(`127.0.0.1:${url.port} is a connection pooler`);
  expect(stderr).toContain("--url");
  await unchanged();
});
