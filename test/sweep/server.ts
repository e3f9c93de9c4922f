/** The server of a sweep: databases are made as copies of others, which takes milliseconds. */
import { randomBytes } from "node:crypto";
import pg from "pg";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";

/** Databases by names of the sweep's own; others may use the server as well. */
export interface Server {
  url(database: string): DatabaseUrl;
  create(database: string): Promise<void>;
  /** Ends whatever session the original still has. */
  copy(original: string, database: string): Promise<void>;
  drop(database: string): Promise<void>;
  within<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Drops whatever is left. */
  end(): Promise<void>;
}

/** @param urlOf the URL of a database on this server, for the project's own driver */
export async function openServer(urlOf: (database: string) => DatabaseUrl): Promise<Server> {
  const prefix = `sweep_${randomBytes(4).toString("hex")}_`;
  const made = new Set<string>();
  const quoted = (database: string) => quoteIdentifier(prefix + database);
  const url = (database: string) => urlOf(prefix + database);
  const administrator = await connect(urlOf("postgres"));
  const run = (statement: string) => administrator.query(statement).then(() => {});
  const sessions = async (database: string) => {
    const statement = "SELECT pid FROM pg_stat_activity WHERE datname = $1";
    return (await administrator.query<{ pid: number }>(statement, [prefix + database])).rows;
  };
  const drop = async (database: string) => {
    await run(`DROP DATABASE IF EXISTS ${quoted(database)} WITH (FORCE)`);
    made.delete(database);
  };
  const create = async (database: string, options: string) => {
    made.add(database);
    await run(`CREATE DATABASE ${quoted(database)} ${options}`);
  };
  return {
    url,
    create: (database) => create(database, ""),
    copy: async (original, database) => {
      for (const { pid } of await sessions(original)) {
        await administrator.query("SELECT pg_terminate_backend($1, 2000)", [pid]);
      }
      await create(database, `TEMPLATE ${quoted(original)} STRATEGY FILE_COPY`);
    },
    drop,
    within: async (database, work) => {
      const client = await connect(url(database));
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    end: async () => {
      for (const database of made) await drop(database);
      await administrator.end();
    },
  };
}

async function connect(url: DatabaseUrl): Promise<pg.Client> {
  const { host, port, user, password, database } = url;
  const client = new pg.Client({
    host: host ?? "",
    port: port ?? 0,
    user: user ?? "",
    password: password ?? "",
    database: database ?? "",
  });
  client.on("error", () => {}); // a session may be ended by a copy
  await client.connect();
  return client;
}
