/**
 * Shadow databases on the project's own server, with its own role.
 *
 * Each is made under an advisory lock that is held on another connection for as long as it is in
 * use, and its name carries the lock's number: a database whose lock is free was left behind by a
 * restamp that was killed. Advisory locks of all databases are seen by every role (pg_locks).
 */
import { randomInt } from "node:crypto";
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { quoteIdentifier } from "../../core/sql-text.ts";
import { inDatabase } from "../../core/url-elsewhere.ts";
import { describe } from "../postgres/address.ts";
import { connect } from "../postgres/connection.ts";
import type { Shadows } from "./shadows.ts";

/** Arbitrary: the bytes of "rest". With it a shadow's lock is told from anybody else's. */
const LOCK_CLASS = 0x72657374;

const PREFIX = "restamp_shadow_";

/** Made by this role, and nobody holds its lock. The number in a name is hexadecimal. */
const LEFT_BEHIND_SQL = `
SELECT d.datname AS name FROM pg_catalog.pg_database d
WHERE d.datname ~ '^${PREFIX}[0-9a-f]{8}$'
  AND d.datdba = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory'
    AND l.classid = ${LOCK_CLASS} AND l.objid = ('x' || right(d.datname, 8))::bit(32)::int)`;

/** @param onRemoved is told what an earlier recording has left behind, once it is gone */
export function openSameServerShadows(
  own: DatabaseUrl,
  onRemoved: (names: readonly string[]) => void,
): Shadows {
  let keeper: pg.Client | null = null;
  let current: string | null = null;
  const drop = async () => {
    if (current !== null) await keeper?.query(dropSql(current, "WITH (FORCE)"));
    current = null;
  };
  return {
    open: async () => {
      keeper ??= await connect(own, "restamp shadow");
      await drop();
      await removeLeftBehind(keeper, onRemoved);
      current = await createShadow(keeper, own);
      return { url: inDatabase(own, current), createRole: null, statements: null, recorded: null };
    },
    close: async () => {
      await drop().catch(() => {});
      await keeper?.end().catch(() => {});
    },
  };
}

/** @throws Problem shadow_unavailable */
async function createShadow(keeper: pg.Client, own: DatabaseUrl): Promise<string> {
  const number = randomInt(2 ** 31);
  const name = `${PREFIX}${number.toString(16).padStart(8, "0")}`;
  try {
    await keeper.query(`SELECT pg_advisory_lock(${LOCK_CLASS}, ${number})`);
    // template1 may hold objects of somebody's.
    await keeper.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`);
    return name;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const details = { ...describe(own), reason: "not_created", message };
    throw new Problem("shadow_unavailable", details, error);
  }
}

/** Without FORCE: what an alembic still works in stays for the next time. */
async function removeLeftBehind(
  keeper: pg.Client,
  onRemoved: (names: readonly string[]) => void,
): Promise<void> {
  const { rows } = await keeper.query<{ name: string }>(LEFT_BEHIND_SQL);
  const removed: string[] = [];
  for (const { name } of rows) {
    await keeper.query(dropSql(name)).then(
      () => removed.push(name),
      () => {},
    );
  }
  if (removed.length > 0) onRemoved(removed);
}

const dropSql = (name: string, how = "") =>
  `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} ${how}`;
