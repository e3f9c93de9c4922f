/** Secured connections, as libpq makes them for the same URL. */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { withConnection } from "../../src/io/postgres/connection.ts";
import type { Cluster } from "../../src/io/shadow/cluster.ts";
import { listener } from "../support/listeners.ts";
import { projectCopy, runRestamp, temporaryFolder } from "../support/restamp.ts";
import { startTlsServer, tlsFile, urlOf } from "../support/tls-server.ts";

let server: Cluster;
let elsewhere: Cluster;
beforeAll(async () => {
  server = await startTlsServer("server");
  elsewhere = await startTlsServer("elsewhere");
});
afterAll(async () => {
  await server.stop();
  await elsewhere.stop();
});

/** @returns the verdict, or the code of the problem */
async function diagnosed(...of: Parameters<typeof told>): Promise<string> {
  return (await told(...of)).said;
}

/** @returns the same, and the sentences */
async function told(
  url: string,
  environment: Readonly<Record<string, string>> = {},
  home = temporaryFolder(),
): Promise<{ said: string; stderr: string }> {
  const args = ["-c", projectCopy(), "--url", url, "diagnose", "--json"];
  const { stdout, stderr } = await runRestamp(args, { home, environment });
  const { verdict, error } = JSON.parse(stdout);
  return { said: verdict ?? error.code, stderr };
}

const root = `sslrootcert=${encodeURIComponent(tlsFile("ca.crt"))}`;
const otherRoot = `sslrootcert=${encodeURIComponent(tlsFile("other-ca.crt"))}`;

/** @returns what names a client's certificate, and its key as libpq wants it kept */
function ownFiles(): string {
  const key = join(temporaryFolder(), "client.key");
  copyFileSync(tlsFile("client.key"), key);
  chmodSync(key, 0o600);
  return `sslcert=${tlsFile("client.crt")}&sslkey=${key}`;
}

const CASES: readonly [role: string, query: string, outcome: string][] = [
  ["tls", "", "empty"],
  ["clear", "", "empty"],
  ["tls", "sslmode=disable", "login_refused"],
  ["clear", "sslmode=disable", "empty"],
  ["tls", "sslmode=allow", "empty"],
  ["clear", "sslmode=allow", "empty"],
  ["tls", "sslmode=prefer", "empty"],
  ["clear", "sslmode=prefer", "empty"],
  ["tls", "sslmode=require", "empty"],
  ["clear", "sslmode=require", "login_refused"],
  ["tls", `sslmode=verify-ca&${root}`, "empty"],
  ["tls", `sslmode=verify-full&${root}`, "empty"],
  ["tls", `sslmode=verify-ca&${otherRoot}`, "tls_failed"],
  // A root certificate that is named is used, whatever the mode.
  ["tls", `sslmode=require&${otherRoot}`, "tls_failed"],
  ["tls", "sslmode=verify-full", "tls_file"],
  ["tls", "sslmode=verify-full&sslrootcert=/nowhere/ca.crt", "tls_file"],
  ["tls", "sslmode=verify-full&sslrootcert=system", "tls_failed"],
  // A certificate that any site can have says nothing without the name, and never is it left out.
  ["tls", "sslmode=require&sslrootcert=system", "tls_failed"],
  ["tls", "sslrootcert=system", "tls_failed"],
  // A slip of the pen must not send a password in the clear.
  ["clear", "sslmode=verify_full", "tls_mode"],
  ["tls", "sslmode=require&ssl_min_protocol_version=TLSv1.3", "empty"],
  ["tls", "sslmode=require&ssl_min_protocol_version=TLSv13", "tls_mode"],
  ["tls", "require_auth=scram-sha-256", "empty"],
  ["tls", "require_auth=md5, scram-sha-256", "empty"],
  ["tls", "require_auth=!password,!none", "empty"],
  ["tls", "require_auth=!scram-sha-256", "login_not_wanted"],
  ["tls", "require_auth=none", "login_not_wanted"],
  ["plain", "sslmode=require&require_auth=password", "empty"],
  ["plain", "sslmode=require&require_auth=scram-sha-256,md5", "login_not_wanted"],
  ["tls", "require_auth=scram", "tls_mode"],
  ["tls", "require_auth=md5,!password", "tls_mode"],
  ["clear", "gssencmode=prefer", "empty"],
  ["clear", "gssencmode=require", "gss_only"],
  // As asyncpg has it.
  ["clear", "ssl=require", "login_refused"],
  ["clear", "ssl=true", "login_refused"],
];

test.each(CASES)("role %s with %s: %s", async (role, query, outcome) => {
  expect(await diagnosed(urlOf(server, role, query))).toBe(outcome);
});

test("a certificate of another machine fits verify-ca, and not verify-full", async () => {
  expect(await diagnosed(urlOf(elsewhere, "tls", `sslmode=verify-ca&${root}`))).toBe("empty");
  expect(await diagnosed(urlOf(elsewhere, "tls", `sslmode=verify-full&${root}`))).toBe(
    "tls_failed",
  );
});

test("what is wrong with a certificate is told by itself, and no way around it is offered", async () => {
  const expired = await startTlsServer("expired");
  onTestFinished(() => expired.stop());
  const own = `sslrootcert=${encodeURIComponent(tlsFile("expired.crt"))}`;
  const faults: readonly [string, string][] = [
    [urlOf(elsewhere, "tls", `sslmode=verify-full&${root}`), "for another name than 127.0.0.1"],
    [urlOf(server, "tls", `sslmode=verify-ca&${otherRoot}`), "an authority that is not known here"],
    [urlOf(server, "tls", "sslmode=verify-full&sslrootcert=system"), "sslrootcert"],
    [urlOf(expired, "tls", `sslmode=verify-ca&${own}`), "has expired"],
  ];
  for (const [url, words] of faults) {
    const { said, stderr } = await told(url);
    expect({ said, stderr }).toMatchObject({ said: "tls_failed" });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("disable");
  }
});

test("a file that holds no certificate is named", async () => {
  const path = join(temporaryFolder(), "none.crt");
  writeFileSync(path, "no certificate\n");
  for (const option of ["sslrootcert", "sslcert"]) {
    const { said, stderr } = await told(urlOf(server, "tls", `${option}=${path}`));
    expect(said).toBe("tls_file");
    expect(stderr).toContain(`${path}.`);
    expect(stderr).toContain(`${option} leads there, and no certificate in PEM is in it.`);
  }
});

test("a server that wants TLS, or a client's certificate, leads to the options for that", async () => {
  for (const url of [
    urlOf(server, "tls", "sslmode=disable"),
    urlOf(server, "cert", "sslmode=require"),
  ]) {
    const { said, stderr } = await told(url);
    expect(said).toBe("login_refused");
    for (const word of ["pg_hba.conf", "sslmode", "sslcert with sslkey"]) {
      expect(stderr).toContain(word);
    }
  }
});

test("channel_binding=require logs in where the server proves its channel, and nowhere else", async () => {
  const bound = "channel_binding=require";
  expect(await diagnosed(urlOf(server, "tls", `sslmode=require&${bound}`))).toBe("empty");
  expect(await diagnosed(urlOf(server, "clear", bound))).toBe("channel_not_bound");
  expect(await diagnosed(urlOf(server, "plain", `sslmode=require&${bound}`))).toBe(
    "channel_not_bound",
  );
  expect(await diagnosed(urlOf(server, "plain", "sslmode=require"))).toBe("empty");
  expect(await diagnosed(urlOf(server, "clear", ""), { PGCHANNELBINDING: "require" })).toBe(
    "channel_not_bound",
  );
});

/** @returns a message of the server's: authentication, by its number (PostgreSQL docs, "Message Formats") */
function authentication(code: number, rest = ""): Buffer {
  const message = Buffer.alloc(9);
  message.write("R");
  message.writeInt32BE(8 + Buffer.byteLength(rest), 1);
  message.writeInt32BE(code, 5);
  return Buffer.concat([message, Buffer.from(rest)]);
}

const OFFERED = authentication(10, "SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0");
const [OK, CLEARTEXT] = [0, 3];

test.each([
  ["channel_binding=require", CLEARTEXT, "channel_not_bound"],
  ["channel_binding=require", OK, "channel_not_bound"],
  ["require_auth=scram-sha-256", CLEARTEXT, "login_not_wanted"],
  ["require_auth=scram-sha-256", OK, "login_not_wanted"],
])(
  "%s: a server that offers as much, and then goes on with authentication %i, is sent no password",
  async (demand, then, outcome) => {
    let heard = "";
    const port = await listener((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => {
        heard += data.toString("latin1");
        const isTlsRequest = data.length === 8;
        socket.write(isTlsRequest ? "N" : Buffer.concat([OFFERED, authentication(then)]));
      });
    });
    const url = `postgresql://app:a-secret-of-tls@127.0.0.1:${port}/app?${demand}`;
    expect(await diagnosed(url)).toBe(outcome);
    expect(heard).toContain("user\0app");
    expect(heard).not.toContain("a-secret-of-tls");
  },
);

test("what lets in without asking is refused where a login is asked for, and says so", async () => {
  const demand = { PGREQUIREAUTH: "scram-sha-256" };
  const { said, stderr } = await told(
    urlOf(server, "cert", `sslmode=require&${ownFiles()}`),
    demand,
  );
  expect({ said, stderr }).toMatchObject({ said: "login_not_wanted" });
  expect(stderr).toContain("asks for no login at all");
  expect(stderr).toContain("is scram-sha-256.");
  const none = urlOf(server, "cert", `sslmode=require&require_auth=none&${ownFiles()}`);
  expect(await diagnosed(none, demand)).toBe("empty");
});

test("a version of TLS that is too old is not spoken", async () => {
  const old = await startTlsServer("server");
  onTestFinished(() => old.stop());
  await withConnection(old.url("postgres"), "test", async (client) => {
    await client.query("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.2'");
    await client.query("SELECT pg_reload_conf()");
  });
  expect(await diagnosed(urlOf(old, "tls", "sslmode=require"))).toBe("empty");
  const newer = urlOf(old, "tls", "sslmode=require&ssl_min_protocol_version=TLSv1.3");
  expect(await diagnosed(newer)).toBe("tls_failed");
});

test("hostaddr says where the server is, and the host's name what its certificate has to be for", async () => {
  const named = (query: string) =>
    urlOf(server, "tls", query).replace("@127.0.0.1:", "@localhost.invalid:");
  const full = `sslmode=verify-full&${root}`;
  expect(await diagnosed(named("sslmode=require"))).toBe("host_unknown");
  expect(await diagnosed(named("sslmode=require&hostaddr=127.0.0.1"))).toBe("empty");
  expect(await diagnosed(named(`${full}&hostaddr=127.0.0.1`))).toBe("tls_failed");
  const right = urlOf(server, "tls", `${full}&hostaddr=127.0.0.1`);
  expect(await diagnosed(right.replace("@127.0.0.1:", "@localhost:"))).toBe("empty");
});

test("a certificate that was revoked does not count", async () => {
  const revoked = `sslcrl=${encodeURIComponent(tlsFile("revoked.crl"))}`;
  const checked = `sslmode=verify-ca&${root}`;
  expect(await diagnosed(urlOf(server, "tls", `${checked}&${revoked}`))).toBe("tls_failed");
  const none = `sslcrl=${encodeURIComponent(tlsFile("none-revoked.crl"))}`;
  expect(await diagnosed(urlOf(server, "tls", `${checked}&${none}`))).toBe("empty");
  expect(await diagnosed(urlOf(server, "tls", `${checked}&sslcrl=/nowhere`))).toBe("tls_file");
  const broken = join(temporaryFolder(), "broken.crl");
  writeFileSync(broken, "no list");
  expect(await diagnosed(urlOf(server, "tls", `${checked}&sslcrl=${broken}`))).toBe("tls_file");
  const folder = (list: string | null) => {
    const path = temporaryFolder();
    // As `openssl rehash` calls it.
    if (list) copyFileSync(tlsFile(list), join(path, "4752d673.r0"));
    return `${checked}&sslcrldir=${path}`;
  };
  expect(await diagnosed(urlOf(server, "tls", folder("revoked.crl")))).toBe("tls_failed");
  expect(await diagnosed(urlOf(server, "tls", folder("none-revoked.crl")))).toBe("empty");
  expect(await diagnosed(urlOf(server, "tls", folder(null)))).toBe("tls_file");
});

test("a client's certificate takes the place of a password", async () => {
  expect(await diagnosed(urlOf(server, "cert", `sslmode=require&${ownFiles()}`))).toBe("empty");
  expect(await diagnosed(urlOf(server, "cert", "sslmode=require"))).toBe("login_refused");
  expect(await diagnosed(urlOf(server, "cert", `sslmode=require&sslcert=/nowhere`))).toBe(
    "tls_file",
  );
});

test("PG variables and the files in ~/.postgresql say it as well", async () => {
  const url = urlOf(server, "tls", "");
  expect(await diagnosed(url, { PGSSLMODE: "verify-full", PGSSLROOTCERT: tlsFile("ca.crt") })).toBe(
    "empty",
  );
  expect(
    await diagnosed(url, { PGSSLMODE: "verify-full", PGSSLROOTCERT: tlsFile("other-ca.crt") }),
  ).toBe("tls_failed");
  const home = temporaryFolder();
  mkdirSync(join(home, ".postgresql"));
  copyFileSync(tlsFile("ca.crt"), join(home, ".postgresql", "root.crt"));
  expect(await diagnosed(urlOf(server, "tls", "sslmode=verify-full"), {}, home)).toBe("empty");
});
