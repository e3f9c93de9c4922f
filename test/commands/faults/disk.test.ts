import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PG_DUMP } from "../../support/dump-programs.ts";
import { gatedDump } from "../../support/faults/gate.ts";
import { ROWS } from "../../support/faults/rows.ts";
import { runCases } from "../../support/faults/run-case.ts";
import { openScene } from "../../support/faults/scene.ts";
import { restampOn } from "../../support/repairs.ts";
import { untouched } from "../../support/untouched.ts";

runCases("the backup's disk is full");

/** A small disk of its own over a folder, where the system lets any user have that. */
const onSmallDisk = (folder: string) => [
  ...["unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c"],
  ...['mount -t tmpfs -o size=1m none "$0" && exec "$@"', folder],
];

const canMount = spawnSync(onSmallDisk("/tmp")[0] ?? "", [...onSmallDisk("/tmp").slice(1), "true"]);

test.skipIf(PG_DUMP === null || canMount.status !== 0)(
  "a disk that somebody else fills while the backup is made stops the repair before its first step",
  async () => {
    const row = ROWS.find(({ kind }) => kind === "backup");
    if (!row) throw new Error("no backup");
    const { database, home } = await openScene(row, async () => {});
    const expectUntouched = await untouched(database);
    const disk = join(home, "disk");
    mkdirSync(disk);
    const dump = await gatedDump(async () => `fill ${join(disk, "everything")}`);
    const args = ["repair", "--yes", "--json", "--backup", disk, "--pg-dump", dump];
    const { code, stdout } = await restampOn(database, args, { home, under: onSmallDisk(disk) });
    expect(JSON.parse(stdout).error.code, stdout).toBe("backup_no_room");
    expect(code).toBe(4);
    await expectUntouched();
  },
);
