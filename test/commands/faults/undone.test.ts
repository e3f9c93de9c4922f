/** Instead of going on, whoever finds an interrupted session may take it back. */
import { expect, test } from "vitest";
import { PG_DUMP } from "../../support/dump-programs.ts";
import type { Fault, When } from "../../support/faults/cases.ts";
import { ROWS } from "../../support/faults/rows.ts";
import { expectResumed, tryOut } from "../../support/faults/run-case.ts";
import { restampOn } from "../../support/repairs.ts";

const CASES: readonly [path: string, step: string, Fault, When, undo: string][] = [
  ["adopt", "stamp_proven", "restamp is killed", "after it", "stamp"],
  ["fresh", "clear_stamp", "restamp is killed", "after it", "stamp"],
  ["fresh", "upgrade", "restamp is killed", "after it", "drop"],
  ["replay", "run_missing", "restamp and alembic are killed", "before its commit", "put_back"],
  ["upgrade", "upgrade", "restamp is killed", "after it", "backup"],
  ["reset", "drop_chain_objects", "every connection is cut", "after it", "backup"],
];

for (const [path, step, fault, when, undo] of CASES) {
  const isWithBackup = undo === "backup";
  test.skipIf(isWithBackup && PG_DUMP === null)(`${fault}: ${path}, ${step}, ${when}`, async () => {
    const row = ROWS.find((each) => each.path.name === path && each.step === step);
    if (!row) throw new Error(step);
    const dump = isWithBackup ? ["--pg-dump", PG_DUMP ?? ""] : [];
    const tried = await tryOut({ row, fault, when }, undefined, [
      ...dump,
      ...(isWithBackup ? ["--backup", "backups"] : []),
    ]);
    const { url, home, database } = tried.scene;
    const name = database.database ?? "";
    const args = ["undo", "--yes", "--json", "--confirm", name, ...dump];
    const undone = await restampOn(url, args, { home });
    expect(undone.code, undone.stderr).toBe(0);
    expect(JSON.parse(undone.stdout)).toMatchObject({ undo, undone: true });
    await tried.expectAllRows();
    const { stdout } = await restampOn(url, ["diagnose", "--json"], { home });
    expect(JSON.parse(stdout).verdict).toBe(row.path.verdicts[0]);
    await expectResumed(tried);
  });
}
