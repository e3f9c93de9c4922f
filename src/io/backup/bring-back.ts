import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Backup } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";
import { makeOwnFolder, removeDeadFolders } from "../process/own-folders.ts";
import { pipePlain } from "../process/pipe-plain.ts";
import { errorWithDetail, runPlain } from "../process/plain.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import { DEFAULT_PRIVILEGES_SQL, type DefaultPrivilege } from "./default-privileges.ts";
import type { DumpPrograms } from "./programs.ts";
import { partitionsFirst } from "./restore-list.ts";
import { asPart } from "./restore-script.ts";

export interface BringBackSettings {
  /** Statements that make way for it, such as the dropping of what was made since. */
  readonly first: readonly string[];
  /** Statements that take away what it made superfluous. */
  readonly last: readonly string[];
  readonly lockTimeout: string;
  readonly stop: AbortSignal;
}

/**
 * A subscription cannot be dropped within a transaction, and what it follows is another server's:
 * it stays as it is.
 */
const OPTIONS = ["--clean", "--if-exists", "--single-transaction", "--no-subscriptions"];

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

async function defaultPrivileges(url: DatabaseUrl) {
  return withConnection(url, "restamp undo", async (client) => {
    const { rows } = await client.query<DefaultPrivilege>(DEFAULT_PRIVILEGES_SQL);
    return { suspend: rows.map((row) => row.suspend), resume: rows.map((row) => row.resume) };
  });
}

/** Of the folders of lists. */
const KIND = "list";

/** @returns options of pg_restore, where it has to take what is in the backup in another order */
async function restoreList(restore: readonly string[], path: string) {
  const { output } = await runPlain([...restore, "--list", path]);
  const list = partitionsFirst(output);
  if (list === null) return { options: [], remove: () => {} };
  removeDeadFolders(tmpdir(), KIND);
  const folder = makeOwnFolder(tmpdir(), KIND);
  const file = join(folder, "list");
  writeFileSync(file, list);
  return { options: [`--use-list=${file}`], remove: () => rmSync(folder, { recursive: true }) };
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
  const rights = await defaultPrivileges(url);
  const texts = {
    before: lines(["BEGIN", ...(await locks(url, lockTimeout)), ...rights.suspend, ...first]),
    through: asPart(),
    after: `${lines([...last, ...rights.resume])}\\warn ${READY}\n`,
    mark: READY,
    last: lines(["COMMIT"]),
  };
  const environment = connectionEnvironment(url, false);
  const list = await restoreList(restore, path);
  const script = [...restore, ...OPTIONS, ...list.options, "--file=-", path];
  const { code, errors } = await pipePlain(script, psql, environment, texts, stop)
    .catch((error) => {
      throw new Problem("restore_failed", { line: visible(String(error.message ?? error)) }, error);
    })
    .finally(list.remove);
  if (code === 0) return;
  if (stop.aborted) throw new Problem("interrupted");
  const line = redactor(knownSecrets(url))(errorWithDetail(errors));
  throw new Problem("restore_failed", { line: visible(line) });
}
