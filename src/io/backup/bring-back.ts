/** Brings a backup back into the database that it was made of. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Backup, RowDifference } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import { describe } from "../postgres/address.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";
import { SET_PRINTING_SQL } from "../postgres/printing.ts";
import { questioner } from "../postgres/statements.ts";
import { pipePlain } from "../process/pipe-plain.ts";
import { errorLine } from "../process/plain.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { startCluster } from "../shadow/cluster.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import { type Content, differingTables, holdsStill, readContent } from "./content.ts";
import type { DumpPrograms } from "./programs.ts";
import { readRestored, restoreInto } from "./proof.ts";

/** @throws Problem backup_gone when the file is not the one that was made */
export async function requireUnchanged({ path, sha256 }: Backup): Promise<void> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new Problem("backup_gone", { path, reason: "missing" }, error);
  }
  if (hash.digest("hex") !== sha256) throw new Problem("backup_gone", { path, reason: "changed" });
}

/**
 * @returns the tables whose rows are others than in the backup
 * @throws Problem shadow_unavailable, interrupted, backup_failed when it cannot be restored to be
 *   compared
 */
export async function differencesFrom(
  { path }: Backup,
  url: DatabaseUrl,
  programs: DumpPrograms,
  stop: AbortSignal,
): Promise<RowDifference[]> {
  const cluster = await startCluster();
  const end = () => void cluster.stop();
  stop.addEventListener("abort", end);
  try {
    const fault = await restoreInto(cluster, programs, path);
    if (fault !== null) {
      throw new Problem("backup_failed", { command: programs.restore.join(" "), line: fault });
    }
    const { content: then } = await readRestored(cluster);
    return await compareWithNow(url, then);
  } catch (error) {
    if (stop.aborted) throw new Problem("interrupted", {}, error);
    throw error;
  } finally {
    stop.removeEventListener("abort", end);
    await cluster.stop();
  }
}

const rowsIn = (content: Content | undefined) => (content ? Number(content.rows) : null);

async function compareWithNow(
  url: DatabaseUrl,
  then: ReadonlyMap<string, Content>,
): Promise<RowDifference[]> {
  return withConnection(url, "restamp undo", async (client) => {
    const { ask } = questioner(client, () => {}, describe(url));
    await ask("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await ask(SET_PRINTING_SQL);
    const now = await readContent(ask);
    const differences: RowDifference[] = [];
    for (const table of differingTables(then, now)) {
      const [before, after] = [then.get(table), now.get(table)];
      const isKept = before && after && (await holdsStill(ask, table, before, after));
      const isEmpty = !before && after?.rows === "0";
      const rows = { backedUp: rowsIn(before), now: rowsIn(after) };
      differences.push({ table, ...rows, isLost: !(isKept || isEmpty) });
    }
    return differences;
  });
}

export interface BringBackSettings {
  /** Statements that make way for it, such as the dropping of what was made since. */
  readonly first: readonly string[];
  /** Statements that take away what it made superfluous. */
  readonly last: readonly string[];
  readonly lockTimeout: string;
  readonly stop: AbortSignal;
}

/** psql writes it when all before the COMMIT is done. */
const READY = "restamp: ready to commit";

const lines = (statements: readonly string[]) => statements.map((each) => `${each};\n`).join("");

/** Everything is taken first: a script that waits in its middle would wait without an end. */
async function locks(url: DatabaseUrl, lockTimeout: string): Promise<string[]> {
  return withConnection(url, "restamp undo", async (client) => {
    const { rows } = await client.query<{ tables: string | null }>(ALL_TABLES_SQL);
    const tables = rows[0]?.tables;
    const lock = tables ? [`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`] : [];
    return [`SET LOCAL lock_timeout = ${quoteLiteral(lockTimeout)}`, ...lock];
  });
}

const ALL_TABLES_SQL = `SELECT string_agg(${NAMED}, ', ') AS tables ${userTables("r", "p")}`;

/**
 * In one transaction that the last line of the script commits: psql takes an end of its input for the
 * end of the script, and half of one must never be kept, whoever was killed.
 * @throws Problem restore_failed, interrupted; nothing has changed then
 */
export async function bringBack(
  { path }: Backup,
  url: DatabaseUrl,
  { restore, isInContainer }: DumpPrograms,
  { first, last, lockTimeout, stop }: BringBackSettings,
): Promise<void> {
  const [program = ""] = restore;
  if (isInContainer) {
    throw new Problem("restore_failed", { reason: "in_container" });
  }
  const psql = [
    join(dirname(program), "psql"),
    ...["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"],
    ...["--output=/dev/null", `--dbname=${connectionString(url)}`, "--file=-"],
  ];
  const script = [...restore, "--clean", "--if-exists", "--file=-", path];
  const texts = {
    before: lines(["BEGIN", ...(await locks(url, lockTimeout)), ...first]),
    after: `${lines(last)}\\warn ${READY}\n`,
    mark: READY,
    last: lines(["COMMIT"]),
  };
  const environment = connectionEnvironment(url, false);
  const { code, errors } = await pipePlain(script, psql, environment, texts, stop).catch(
    (error) => {
      throw new Problem("restore_failed", { line: visible(String(error.message ?? error)) }, error);
    },
  );
  if (code === 0) return;
  if (stop.aborted) throw new Problem("interrupted");
  const line = redactor(knownSecrets(url))(errorLine(errors));
  throw new Problem("restore_failed", { line: visible(line) });
}
