/** What a copy of a database needs around it: the roles that it names, its encoding and its order of text. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { quoteIdentifier, quoteLiteral } from "../../core/sql-text.ts";
import { withConnection } from "../postgres/connection.ts";
import type { Cluster } from "./cluster.ts";

export interface Surroundings {
  readonly roles: readonly string[];
  readonly encoding: string;
  /** Clauses of CREATE DATABASE. A server may not have the locale. */
  readonly locale: string;
}

interface Row {
  readonly roles: string[];
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  /** Since PostgreSQL 15; `c` is libc, `i` ICU, `b` built in. */
  readonly provider: string | null;
  /** Of ICU and of what is built in; called daticulocale in 15 and 16. */
  readonly name: string | null;
}

const SURROUNDINGS_SQL = `
SELECT pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
  to_jsonb(d) ->> 'datlocprovider' AS provider,
  coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') AS name,
  ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'restamp') AS roles
FROM pg_database d WHERE d.datname = current_database()`;

/** @param client connected to the original */
export async function readSurroundings(client: pg.Client): Promise<Surroundings> {
  const { rows } = await client.query<Row>(SURROUNDINGS_SQL);
  const row = rows[0];
  if (!row) return { roles: [], encoding: "UTF8", locale: PLAIN };
  return { roles: row.roles, encoding: row.encoding, locale: localeOf(row) };
}

/** As {@link readSurroundings}, on a connection of its own. */
export function surroundingsOf(original: DatabaseUrl): Promise<Surroundings> {
  return withConnection(original, "restamp shadow", readSurroundings);
}

/** Every encoding goes with it. */
const PLAIN = "LC_COLLATE 'C' LC_CTYPE 'C'";

function localeOf({ collate, ctype, provider, name }: Row): string {
  const libc = `LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}`;
  if (name === null) return libc;
  const [word, clause] = provider === "i" ? ["icu", "ICU_LOCALE"] : ["builtin", "BUILTIN_LOCALE"];
  return `${libc} LOCALE_PROVIDER ${word} ${clause} ${quoteLiteral(name)}`;
}

/**
 * Makes an empty database on a server of our own, with the roles: scripts and policies may name them.
 * Where the server does not have the locale, the database does without.
 */
export async function makeLike(
  cluster: Pick<Cluster, "url" | "createRole">,
  name: string,
  { roles, encoding, locale }: Surroundings,
): Promise<void> {
  for (const role of roles) await cluster.createRole(role);
  const start = `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING ${quoteLiteral(encoding)}`;
  await withConnection(cluster.url("postgres"), "restamp shadow", (client) =>
    client.query(`${start} ${locale}`).catch(() => client.query(`${start} ${PLAIN}`)),
  );
}
