/** Tries a fault at every step where it is in the matrix. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../../src/core/database-url.ts";
import { query } from "../database.ts";
import { PG_DUMP } from "../dump-programs.ts";
import { columnsOf, contents } from "../fingerprint.ts";
import { expectHealthy, restampOn } from "../repairs.ts";
import type { Ran } from "../restamp.ts";
import { type Case, casesOf, type Fault } from "./cases.ts";
import { HAPPENINGS } from "./happenings.ts";
import { waitingFor } from "./moment.ts";
import { repair } from "./repair.ts";
import { keptBy, OTHER_TABLE, TABLES } from "./rows.ts";
import { openScene, type Scene, serversOf } from "./scene.ts";

/** What is orphaned goes on: it is waited for. */
const OTHERS = `SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

async function untilAlone(database: DatabaseUrl): Promise<void> {
  await expect.poll(() => query(database, OTHERS), { timeout: 30_000 }).toEqual([{ n: 0 }]);
}

const nameOf = ({ row, fault, when }: Case) => `${fault}: ${row.path.name}, ${row.step}, ${when}`;

interface Tried {
  readonly scene: Scene;
  readonly ran: Ran;
  readonly verdict: string;
  /** That no row is another than before; of all tables, or of those that the plan keeps. */
  readonly expectAllRows: () => Promise<void>;
  readonly expectRows: () => Promise<void>;
}

/** Above what a journal and a report take, and below what a backup of these rows does. */
const LIMITED = ["/bin/sh", "-c", 'ulimit -f 512 && exec "$@"', "sh"];
const MANY_ROWS = `INSERT INTO notes SELECT n, (SELECT string_agg(md5(n::text || m), '') FROM generate_series(1, 32) m)
  FROM generate_series(2, 2000) n`;

/** Runs the repair up to the moment, and finds out what came of it. */
export async function tryOut(
  { row, fault, when }: Pick<Case, "row" | "fault" | "when">,
  crash: Scene["crash"] = async () => {},
  more: readonly string[] = [],
): Promise<Tried> {
  const scene = await openScene(row, crash);
  const { database, home } = scene;
  if (fault === "the backup's disk is full") {
    scene.under = LIMITED;
    await query(database, MANY_ROWS);
  }
  const expectAllRows = await rowsOf(database, [...TABLES, OTHER_TABLE]);
  const expectRows = await rowsOf(database, keptBy(row.path));
  const happens = HAPPENINGS[fault];
  const options = await waitingFor(scene, when, (program) => happens(scene, program));
  const ran = await repair(scene, [...options, ...more], isByHand(row, fault));
  expect(scene.happened, ran.stderr).toBe(1);
  await untilAlone(database);
  await expectRows();
  await scene.expectUntouched();
  // Its servers are gone, whatever became of it.
  await expect.poll(() => readdirSync(serversOf(home)), { timeout: 10_000 }).toEqual([]);
  const diagnosed = await restampOn(scene.url, ["diagnose", "--json"], { home });
  const { verdict } = JSON.parse(diagnosed.stdout);
  expect(diagnosed.code).toBe(["healthy", "pending"].includes(verdict) ? 0 : 1);
  return { scene, ran, verdict, expectAllRows, expectRows };
}

/** @returns a check that the tables hold what they hold now */
async function rowsOf(database: DatabaseUrl, tables: readonly string[]) {
  const columns = await columnsOf(database, tables);
  const before = await contents(database, columns);
  return async () => expect(await contents(database, columns)).toEqual(before);
}

function isByHand({ kind, path }: Case["row"], fault: Fault): boolean {
  return fault === "the terminal is closed" || kind === "review" || path.clear !== undefined;
}

const STATUS = { killed: "unfinished", failed: "failed", refused: "failed", verified: "verified" };

function expectEnding({ fault, ending }: Case, { code, signal, stderr }: Ran): void {
  expect(signal).toBe(ending === "killed" ? "SIGKILL" : null);
  if (fault === "the terminal is closed") expect(code).toBe(129);
  else expect(code === 0, stderr).toBe(ending === "verified");
}

async function expectJournal({ row, ending }: Case, { scene }: Tried): Promise<void> {
  const { url, home } = scene;
  const { stdout } = await restampOn(url, ["sessions", "--json"], { home });
  const [session] = JSON.parse(stdout);
  const hasBegun = ending === "verified" || !["rehearsal", "review"].includes(row.kind);
  expect(session?.status, stdout).toBe(hasBegun ? STATUS[ending] : undefined);
  if (ending !== "refused" || !hasBegun) return;
  for (const { state } of session.steps) expect(state).toBe("waiting");
}

/** Another repair goes on from wherever it is. */
export async function expectResumed({ scene, expectRows }: Tried): Promise<Ran> {
  const { url, home, row, alembic } = scene;
  const again = await restampOn(url, ["repair", "--yes", "--alembic", alembic], { home });
  expect(again.code, again.stderr).toBe(0);
  for (const revision of row.path.ran ?? []) {
    expect(again.stderr).not.toMatch(new RegExp(`Running upgrade .* -> ${revision}`));
  }
  await expectRows();
  await expectHealthy(scene.database);
  return again;
}

export function runCases(fault: Fault, crash?: Scene["crash"]): void {
  for (const each of casesOf(fault)) {
    const { row, ending, verdicts } = each;
    const needsDump = row.kind === "backup" || row.kind === "rehearsal";
    test.skipIf(needsDump && PG_DUMP === null)(nameOf(each), async () => {
      const tried = await tryOut(each, crash);
      const { verdict, ran, scene } = tried;
      expectEnding(each, ran);
      await expectJournal(each, tried);
      expect(verdicts, ran.stderr).toContain(verdict);
      if (scene.takeBack) await query(scene.database, scene.takeBack);
      if (verdict === "healthy") return;
      const { stderr } = await expectResumed(tried);
      const isKnown = ending === "killed" && row.kind !== "rehearsal";
      expect(stderr.includes("was interrupted"), stderr).toBe(isKnown);
    });
  }
}
