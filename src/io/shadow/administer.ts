/** Databases and roles of a server of our own. */
import { randomBytes } from "node:crypto";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
import type { LibpqOption } from "../../core/libpq-options.ts";
import { Problem } from "../../core/problem.ts";
import { quoteIdentifier } from "../../core/sql-text.ts";
import { withConnection } from "../postgres/connection.ts";

/** How a server of restamp's own is reached, whatever the environment asks of others. */
const OWN_WAY = {
  sslmode: "disable",
  // libpq takes `direct` with TLS only.
  sslnegotiation: "postgres",
  sslcertmode: "disable",
  channel_binding: "disable",
  require_auth: "scram-sha-256",
  gssencmode: "disable",
  target_session_attrs: "any",
} as const satisfies Partial<Record<LibpqOption, string>>;

export interface Administration {
  /** @param scheme such as postgresql+asyncpg */
  url(database: string, scheme?: string): DatabaseUrl;
  createDatabase(name: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** A role that nobody can log in as, and that may do everything here. */
  createRole(name: string): Promise<void>;
}

/** @param password of the superuser restamp */
export function administer(port: number, password: string): Administration {
  const url = (database: string, scheme = "postgresql"): DatabaseUrl => {
    const text = `${scheme}://restamp:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    const parsed = parseDatabaseUrl(text);
    if (isUrlFault(parsed)) throw new Problem("bug", { what: `own URL: ${parsed}` });
    // Drivers have no common words for that in a URL: alembic's is told by its environment.
    return { ...parsed, options: OWN_WAY };
  };
  const run = (sql: string) =>
    withConnection(url("postgres"), "restamp shadow", (client) => client.query(sql));
  return {
    url,
    createDatabase: async (name) => {
      await run(`CREATE DATABASE ${quoteIdentifier(name)}`);
    },
    dropDatabase: async (name) => {
      await run(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    },
    createRole: async (name) => {
      await run(`CREATE ROLE ${quoteIdentifier(name)} SUPERUSER NOLOGIN`);
    },
  };
}

/** What is copied has one password for every server that is started from it. @returns a new one */
export async function changePassword({ url }: Administration): Promise<string> {
  const password = randomBytes(18).toString("base64url");
  await withConnection(url("postgres"), "restamp shadow", (client) =>
    client.query(`ALTER ROLE restamp PASSWORD '${password}'`),
  );
  return password;
}
