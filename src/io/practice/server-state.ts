/**
 * What belongs to a whole server and not to a database: its roles, and which databases there are.
 * A practice may change all of it; that is put back as it was, as pg_dumpall --globals-only would.
 */
import type pg from "pg";
import { quoteIdentifier } from "../../core/sql-text.ts";

interface KeptDatabase {
  readonly name: string;
  readonly owner: string;
}

export interface ServerState {
  readonly databases: readonly KeptDatabase[];
  readonly roles: readonly string[];
  /** Statements that give roles and databases their settings back. */
  readonly statements: readonly string[];
}

/** The server's own, and the copies that are kept here. */
const OWN = `(datistemplate OR datname = 'postgres')`;

const DATABASES_SQL = `
SELECT datname AS name, datdba::regrole::text AS owner FROM pg_database WHERE NOT ${OWN}`;

const ROLES_SQL = `SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_'`;

/** One that is said to be a list is kept as the list that it is (PostgreSQL docs, "ALTER ROLE"). */
const SETTING = `CASE WHEN name = 'search_path' THEN value ELSE quote_literal(value) END`;

const STATEMENTS_SQL = `
SELECT format('ALTER ROLE %I %s %s %s %s %s %s %s CONNECTION LIMIT %s PASSWORD %s', rolname,
  CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
  CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
  CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
  CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
  CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
  CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
  CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
  rolconnlimit, coalesce(quote_literal(rolpassword), 'NULL')) AS statement
FROM pg_authid WHERE rolname !~ '^pg_'
UNION ALL
SELECT format('GRANT %s TO %s', roleid::regrole, member::regrole) FROM pg_auth_members
WHERE member::regrole::text !~ '^pg_'
UNION ALL
SELECT format('ALTER %s SET %I TO %s', CASE
    WHEN setrole = 0 AND setdatabase = 0 THEN 'ROLE ALL'
    WHEN setrole = 0 THEN format('DATABASE %I', datname)
    WHEN setdatabase = 0 THEN format('ROLE %s', setrole::regrole)
    ELSE format('ROLE %s IN DATABASE %I', setrole::regrole, datname) END, name, ${SETTING})
FROM pg_db_role_setting LEFT JOIN pg_database d ON d.oid = setdatabase,
  LATERAL (SELECT split_part(each, '=', 1), substr(each, strpos(each, '=') + 1)
    FROM unnest(setconfig) AS each) AS setting (name, value)`;

/** What takes away whatever the statements above do not give back by themselves. */
const CLEAR_SQL = `
SELECT format('REVOKE %s FROM %s CASCADE', roleid::regrole, member::regrole) AS statement
FROM pg_auth_members WHERE member::regrole::text !~ '^pg_'
UNION ALL
SELECT format('ALTER ROLE %s RESET ALL', CASE setrole WHEN 0 THEN 'ALL' ELSE setrole::regrole::text END)
FROM pg_db_role_setting WHERE setdatabase = 0`;

const copyOf = (name: string) => `${name} as it was broken`;

/** @returns names, read with the first column called `name` */
async function names(client: pg.Client, statement: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(statement);
  return rows.map(({ name }) => name);
}

async function run(client: pg.Client, statement: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(statement);
  for (const row of rows) await client.query(row.statement);
}

/**
 * Keeps a copy of every database, from which it is made anew.
 * @param client connected to `postgres`, and nobody to any other database
 */
export async function keepServerState(client: pg.Client): Promise<ServerState> {
  const { rows: databases } = await client.query<KeptDatabase>(DATABASES_SQL);
  const { rows } = await client.query<{ statement: string }>(STATEMENTS_SQL);
  for (const { name } of databases) {
    const copy = quoteIdentifier(copyOf(name));
    await client.query(`ALTER DATABASE ${quoteIdentifier(name)} RENAME TO ${copy}`);
    // Nobody may be in it when it is copied, nor drop it by mistake.
    await client.query(`ALTER DATABASE ${copy} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  }
  const roles = await names(client, ROLES_SQL);
  return { databases, roles, statements: rows.map(({ statement }) => statement) };
}

/**
 * @param name of the database that is copied
 * @param copy as it is called; the next reset takes it away, if nobody has before
 */
export async function copyKept(client: pg.Client, name: string, copy: string): Promise<void> {
  const [as, from] = [quoteIdentifier(copy), quoteIdentifier(copyOf(name))];
  await client.query(`CREATE DATABASE ${as} TEMPLATE ${from}`);
}

/** Puts the server back to what was kept. @param client connected to `postgres` */
export async function restoreServerState(client: pg.Client, kept: ServerState): Promise<void> {
  await dropDatabases(client);
  for (const { name, owner } of kept.databases) {
    const copy = quoteIdentifier(copyOf(name));
    await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${copy} OWNER ${owner}`);
  }
  await dropRoles(client, kept.roles);
  await run(client, CLEAR_SQL);
  for (const statement of kept.statements) await client.query(statement);
}

/**
 * Takes away the databases, the copies that were kept, and all roles but these.
 * @param client connected to `postgres`
 */
export async function clearServer(
  client: pg.Client,
  databases: ServerState["databases"],
  roles: readonly string[],
): Promise<void> {
  for (const { name } of databases) {
    await client.query(`ALTER DATABASE ${quoteIdentifier(copyOf(name))} IS_TEMPLATE false`);
  }
  await dropDatabases(client);
  await dropRoles(client, roles);
  await run(client, CLEAR_SQL);
}

/** The names of the roles, before a scenario makes its own. */
export function rolesOf(client: pg.Client): Promise<string[]> {
  return names(client, ROLES_SQL);
}

async function dropDatabases(client: pg.Client): Promise<void> {
  for (const name of await names(client, DATABASES_SQL)) {
    await client.query(`DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE)`);
  }
}

async function dropRoles(client: pg.Client, known: readonly string[]): Promise<void> {
  const others = (await names(client, ROLES_SQL)).filter((name) => !known.includes(name));
  for (const name of others) {
    const role = quoteIdentifier(name);
    // What it has been given in `postgres` itself would keep it.
    await client.query(`DROP OWNED BY ${role} CASCADE`);
    await client.query(`DROP ROLE ${role}`);
  }
}
