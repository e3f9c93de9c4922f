/** What has to be so before the first step of a plan runs. */
import { type Blocker, blockerDetails } from "../../core/blocker.ts";
import { effectsOf, relationOf, sameFacts } from "../../core/facts.ts";
import type { Plan } from "../../core/plan/types.ts";
import { Problem } from "../../core/problem.ts";
import { quoteIdent } from "../../core/quote-ident.ts";
import { chainRelations, type Reference } from "../../core/reference.ts";
import type { Server, Snapshot, VersionTable } from "../../core/snapshot.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Diagnosed } from "../stages/stages.ts";

/**
 * Alembic would find no stamp there, and make another version table beside the one that was diagnosed: a
 * search_path leads it there, of the role, the database, or of the URL's options, which no clone has.
 * @throws Problem stamp_elsewhere
 */
function requireSameHome({ diagnosis, reference, stampHome }: Diagnosed): void {
  const { name, schema } = diagnosis.versionTables[0] ?? reference.versionTable;
  if (!stampHome || stampHome === schema) return;
  throw new Problem("stamp_elsewhere", { table: name, ours: schema, theirs: stampHome });
}

/**
 * Half a plan is worse than none: the stamp would be moved, and the upgrade would fail.
 * @throws Problem server_read_only, stamp_elsewhere, cannot_create_tables, not_owner
 */
export function requireRights(plan: Plan, seen: Diagnosed): void {
  const { server, snapshot, reference } = seen;
  requirePrimary(server);
  requireSameHome(seen);
  if (plan.revisionsToRun.length === 0) return;
  const { role } = server;
  if (!server.canCreateTables) throw new Problem("cannot_create_tables", { role });
  const touched = tablesOf(reference, new Set(plan.revisionsToRun));
  const foreign = snapshot.tables.filter((t) => !t.isOurs && touched.has(t.identity));
  const [first] = foreign;
  if (!first) return;
  const tables = foreign.map((table) => table.identity).join(", ");
  throw new Problem("not_owner", { role, tables, owner: first.owner });
}

/** @throws Problem server_read_only */
export function requirePrimary({ isStandby, host, port }: Server): void {
  if (isStandby)
    throw new Problem("server_read_only", { host, port: String(port), reason: "standby" });
}

/** @returns identities of the tables and views that the revisions add to, change or take away */
function tablesOf({ revisions }: Reference, ids: ReadonlySet<string>): Set<string> {
  const effects = revisions.filter(({ id }) => ids.has(id)).flatMap(effectsOf);
  return new Set(effects.flatMap(({ key }) => relationOf(key) ?? []));
}

/**
 * @returns the database as it is, which is as it was when the plan was made
 * @throws Problem database_changed, migration_running
 */
export async function asPlanned(
  plan: Plan,
  seen: Diagnosed,
  repair: Pick<RepairSession, "snapshot" | "migrations">,
): Promise<Snapshot> {
  const now = await repair.snapshot(chainRelations(seen.reference));
  requireSameState(seen.snapshot, now, plan.drops);
  requireQuiet(await repair.migrations(versionTableNames(now)));
  return now;
}

/** A plan for another state must not run. @throws Problem database_changed */
function requireSameState(planned: Snapshot, now: Snapshot, drops: readonly string[]): void {
  const stamp = (snapshot: Snapshot) =>
    JSON.stringify(snapshot.versionTables.map(({ schema, name, rows }) => [schema, name, rows]));
  // Rows matter only where they would be lost: consent was given for what was shown.
  const filled = ({ tables }: Snapshot) =>
    JSON.stringify(
      tables
        .filter((t) => drops.includes(t.identity) && t.hasRows !== false)
        // Not the estimate: autovacuum renews it at any time.
        .map((t) => [t.identity, t.hasRows]),
    );
  if (stamp(planned) !== stamp(now)) throw new Problem("database_changed", { what: "stamp" });
  if (!sameFacts(planned.facts, now.facts))
    throw new Problem("database_changed", { what: "schema" });
  if (filled(planned) !== filled(now)) throw new Problem("database_changed", { what: "rows" });
}

/** Locks and settings have to stay with the session. @throws Problem pooler */
export function requireDirect({ isPooled, host, port }: Server): void {
  if (isPooled) throw new Problem("pooler", { host, port: String(port) });
}

/** @returns its identity, quoted as in facts */
export function tableName({ schema, name }: Pick<VersionTable, "schema" | "name">): string {
  return `${quoteIdent(schema)}.${quoteIdent(name)}`;
}

/** @returns identities, quoted as in facts */
export function versionTableNames({ versionTables }: Snapshot): string[] {
  return versionTables.map(tableName);
}

/**
 * Two migrations at once are worse than none.
 * @param others sessions that are changing the schema or the stamp
 * @throws Problem migration_running
 */
export function requireQuiet([other]: readonly Blocker[]): void {
  if (other) throw new Problem("migration_running", blockerDetails(other));
}
