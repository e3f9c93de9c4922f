/** A server of the test's own that takes TLS connections, and only those from other machines. */
import { chmodSync, chownSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { withConnection } from "../../src/io/postgres/connection.ts";
import { serverUser } from "../../src/io/shadow/binaries.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";

/** Made for these tests; they open nothing. @returns a file's path */
export function tlsFile(name: string): string {
  return fileURLToPath(new URL(`tls/${name}`, import.meta.url));
}

/** Roles: `tls` may only come by TLS, `clear` only without, `cert` with a certificate and no password, `plain` sends its own over TLS. */
const HBA = `
local   all all trust
host    all restamp 127.0.0.1/32 scram-sha-256
hostssl all tls all scram-sha-256
hostnossl all clear all scram-sha-256
hostssl all cert all cert map=client
hostssl all plain all password
`;

const PASSWORD = "a-secret-of-tls";

/** @param certificate whose name it shows: `server` is localhost, `elsewhere` another machine; `expired` is its own authority */
export async function startTlsServer(
  certificate: "server" | "elsewhere" | "expired",
): Promise<Cluster> {
  const cluster = await startCluster();
  const as = serverUser();
  const place = (name: string) => join(cluster.folder, name);
  for (const name of [`${certificate}.crt`, `${certificate}.key`, "ca.crt"]) {
    copyFileSync(tlsFile(name), place(name));
    chmodSync(place(name), 0o600);
    if (as) chownSync(place(name), as.uid, as.gid);
  }
  writeFileSync(join(cluster.folder, "data", "pg_hba.conf"), HBA);
  writeFileSync(join(cluster.folder, "data", "pg_ident.conf"), "client restamp cert\n");
  await withConnection(cluster.url("postgres"), "test", async (client) => {
    for (const role of ["tls", "clear", "cert", "plain"]) {
      await client.query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${PASSWORD}'`);
    }
    await client.query(`ALTER SYSTEM SET ssl_cert_file = '${place(`${certificate}.crt`)}'`);
    await client.query(`ALTER SYSTEM SET ssl_key_file = '${place(`${certificate}.key`)}'`);
    await client.query(`ALTER SYSTEM SET ssl_ca_file = '${place("ca.crt")}'`);
    await client.query("ALTER SYSTEM SET ssl = on");
    await client.query("SELECT pg_reload_conf()");
  });
  return cluster;
}

/** @param query what the URL says of TLS */
export function urlOf(cluster: Cluster, role: string, query: string): string {
  const { port } = cluster.url("postgres") as DatabaseUrl;
  return `postgresql://${role}:${PASSWORD}@127.0.0.1:${port}/postgres${query === "" ? "" : `?${query}`}`;
}
