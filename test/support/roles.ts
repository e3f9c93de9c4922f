/** Roles for tests: what somebody who is not the superuser may see and do. */
import { randomBytes } from "node:crypto";
import { onTestFinished } from "vitest";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { databaseUrl, freshDatabase, query } from "./database.ts";

/** @returns the database's URL with other parts */
export function urlWith(
  database: DatabaseUrl,
  parts: { user?: string; password?: string; host?: string; port?: number; scheme?: string },
): DatabaseUrl {
  const { user, password, host, port, scheme } = {
    user: database.user ?? "",
    password: database.password ?? "",
    host: database.host ?? "",
    port: database.port ?? 0,
    scheme: "postgresql",
    ...parts,
  };
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const name = encodeURIComponent(database.database ?? "");
  const url = parseDatabaseUrl(`${scheme}://${login}@${host}:${port}/${name}`);
  if (isUrlFault(url)) throw new Error(`test URL: ${url}`);
  return url;
}

/** A role that may connect and nothing else, gone when the test ends. @returns its URL */
export async function freshRole(
  database: DatabaseUrl,
  {
    name = `r_${randomBytes(6).toString("hex")}`,
    password = randomBytes(9).toString("hex"),
  }: { name?: string; password?: string } = {},
): Promise<DatabaseUrl> {
  const role = quoteIdentifier(name);
  const literal = `'${password.replaceAll("'", "''")}'`;
  await query(database, `CREATE ROLE ${role} LOGIN PASSWORD ${literal}`);
  // The database goes first, for its objects may belong to the role or name it: see freshDatabase.
  onTestFinished(async () => {
    await query(database, `DROP OWNED BY ${role} CASCADE`).catch(() => {});
    await query({ ...database, database: "postgres" }, `DROP ROLE IF EXISTS ${role}`).catch(
      () => {},
    );
  });
  return urlWith(database, { user: name, password });
}

/** A database whose owner is no superuser. @param createdb whether that role may make others */
export async function ordinaryDatabase({ createdb = true } = {}): Promise<DatabaseUrl> {
  const role = await freshRole(databaseUrl("postgres"));
  const name = quoteIdentifier(role.user ?? "");
  await query(
    databaseUrl("postgres"),
    `ALTER ROLE ${name} ${createdb ? "CREATEDB" : "NOCREATEDB"}`,
  );
  const database = await freshDatabase();
  await query(
    database,
    `ALTER DATABASE ${quoteIdentifier(database.database ?? "")} OWNER TO ${name}`,
  );
  return urlWith(database, { user: role.user ?? "", password: role.password ?? "" });
}
