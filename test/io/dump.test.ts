import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeDump } from "../../src/io/backup/dump.ts";
import { databaseUrl } from "../support/database.ts";
import { standIn } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

test("an end that was asked for before pg_dump was started is heard", async () => {
  const [bin, folder] = [temporaryFolder(), temporaryFolder()];
  const dump = standIn(bin, "pg_dump", "exec sleep 30");
  const started = performance.now();
  const writing = writeDump({
    programs: {
      dump: [dump],
      restore: [],
      version: "18.0",
      shown: dump,
      shownRestore: "",
      isInContainer: false,
    },
    url: databaseUrl("postgres"),
    options: [],
    lockTimeout: "1s",
    path: join(folder, "a.dump"),
    size: 0,
    onBytes: () => {},
    stop: AbortSignal.abort(),
  });
  await expect(writing).rejects.toMatchObject({ code: "interrupted" });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(readdirSync(folder)).toEqual([]);
});
