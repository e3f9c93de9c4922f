/** Brings a backup back, in one transaction that nobody else writes into. */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Backup } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import type { AroundBackup } from "../ports/backup.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";
import { SET_PRINTING_SQL } from "../postgres/printing.ts";
import { LIFT_SQL } from "../postgres/time-limits.ts";
import { makeOwnFolder, removeDeadFolders } from "../process/own-folders.ts";
import { pipePlain } from "../process/pipe-plain.ts";
import { errorLine, errorWithDetail, runPlain } from "../process/plain.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import { type Content, requireContent } from "./content.ts";
import { DEFAULT_PRIVILEGES_SQL, type DefaultPrivilege } from "./default-privileges.ts";
import type { DumpPrograms } from "./programs.ts";
import { partitionsFirst } from "./restore-list.ts";
import { asPart } from "./restore-script.ts";

export interface BringBackSettings extends AroundBackup {
  /** What the backup holds, by table. */
  readonly content: ReadonlyMap<string, Content>;
  readonly lockTimeout: string;
  readonly stop: AbortSignal;
}

/**
 * A subscription cannot be dropped within a transaction, and what it follows is another server's:
 * it stays as it is.
 */
const OPTIONS = ["--clean", "--if-exists", "--single-transaction", "--no-subscriptions"];

/** psql writes it when nobody else can write any more. */
const LOCKED = "restamp: locked";

/** psql writes it when all before the COMMIT is done. */
const READY = "restamp: ready to commit";

const lines = (statements: readonly string[]) => statements.map((each) => `${each};\n`).join("");

const ALL_TABLES_SQL = `SELECT string_agg(${NAMED}, ', ') AS tables ${userTables("r", "p")}`;

/**
 * What only the database itself can say. Who reads may go on while what is there is copied: whoever
 * writes waits, and none of it is lost. Then everything is taken: a script that waits in its middle
 * would wait without an end.
 */
async function preparations(url: DatabaseUrl) {
  return withConnection(url, "restamp undo", async (client) => {
    const { rows } = await client.query<{ tables: string | null }>(ALL_TABLES_SQL);
    const tables = rows[0]?.tables;
    const taken = (mode: string) => (tables ? [`LOCK TABLE ${tables} IN ${mode} MODE`] : []);
    const { rows: rights } = await client.query<DefaultPrivilege>(DEFAULT_PRIVILEGES_SQL);
    return {
      lockedFromWriters: taken("EXCLUSIVE"),
      lockedFromAll: taken("ACCESS EXCLUSIVE"),
      suspended: rights.map(({ suspend }) => suspend),
      resumed: rights.map(({ resume }) => resume),
    };
  });
}

/** Of the folders of lists. */
const KIND = "list";

/** @returns options of pg_restore, where it has to take what is in the backup in another order */
async function restoreList(restore: readonly string[], path: string) {
  const { code, output, errors } = await runPlain([...restore, "--list", path]);
  // Half a list would be half a restore.
  if (code !== 0) throw new Problem("restore_failed", { line: visible(errorLine(errors)) });
  const list = partitionsFirst(output);
  if (list === null) return { options: [], remove: () => {} };
  removeDeadFolders(tmpdir(), KIND);
  const folder = makeOwnFolder(tmpdir(), KIND);
  const file = join(folder, "list");
  writeFileSync(file, list);
  return { options: [`--use-list=${file}`], remove: () => rmSync(folder, { recursive: true }) };
}

/**
 * In one transaction that the last line of the script commits: psql takes an end of its input for the
 * end of the script, and half of one must never be kept, whoever was killed.
 * @throws Problem restore_failed, interrupted, what `keep` throws: see ComparedBackup
 */
export async function bringBack(
  { path }: Backup,
  url: DatabaseUrl,
  { restore, isInContainer }: DumpPrograms,
  { keep, first, last, content, lockTimeout, stop }: BringBackSettings,
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
  const { lockedFromWriters, lockedFromAll, suspended, resumed } = await preparations(url);
  const patience = `SET LOCAL lock_timeout = ${quoteLiteral(lockTimeout)}`;
  const checks = [...content].map(([table, each]) => requireContent(table, each));
  const texts = {
    before: `${lines(["BEGIN", LIFT_SQL, patience, ...lockedFromWriters])}\\warn ${LOCKED}\n`,
    begun: LOCKED,
    between: keep,
    start: lines([...lockedFromAll, ...suspended, ...first]),
    through: asPart(),
    after: `${lines([...last, ...resumed, SET_PRINTING_SQL, ...checks])}\\warn ${READY}\n`,
    ready: READY,
    last: lines(["COMMIT"]),
  };
  const environment = connectionEnvironment(url, false);
  const list = await restoreList(restore, path);
  const script = [...restore, ...OPTIONS, ...list.options, "--file=-", path];
  const { code, errors, wasGivenLast } = await pipePlain(script, psql, environment, texts, stop)
    .catch((error) => {
      if (error instanceof Problem) throw error;
      throw new Problem("restore_failed", { line: visible(String(error.message ?? error)) }, error);
    })
    .finally(list.remove);
  if (code === 0) return;
  if (stop.aborted && !wasGivenLast) throw new Problem("interrupted");
  const line = visible(redactor(knownSecrets(url))(errorWithDetail(errors)));
  throw new Problem("restore_failed", wasGivenLast ? { reason: "at_commit", line } : { line });
}
