/**
 * How long `restamp record` takes against a plain `alembic upgrade heads`, in turns.
 *
 *   npm run bench:record -- [turns] [revisions…]
 *
 * Plain: alembic into a fresh database of an embedded server that is already running. Record: the
 * bundle as a whole process, server and all. Neither writes Python's byte code.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { writeChain } from "./generated-chain.ts";

const [turns = 5, ...given] = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [8, 300, 500];
const bundle = fileURLToPath(new URL("../../dist/restamp.js", import.meta.url));

/** @returns seconds */
function time(
  argv: readonly string[],
  folder: string,
  environment: Record<string, string>,
): number {
  const started = performance.now();
  const [file = "", ...args] = argv;
  const { status, stderr } = spawnSync(file, args, {
    cwd: folder,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...environment },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${argv.join(" ")} failed:\n${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(cluster: Cluster, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "restamp-bench-"));
  const alembic = findAlembic(folder, process.env["RESTAMP_ALEMBIC"]).argv;
  const command = alembic.map((word) => `"${word}"`).join(" ");
  const plain: number[] = [];
  const record: number[] = [];
  try {
    writeChain(folder, count);
    const names = Array.from({ length: turns }, (_, turn) => `bench_${count}_${turn}`);
    // Beforehand: making and dropping them keeps the server busy for a while.
    for (const name of names) await cluster.createDatabase(name);
    for (const name of names) {
      const environment = { DATABASE_URL: cluster.url(name).text, RESTAMP_ALEMBIC: command };
      plain.push(time([...alembic, "upgrade", "heads"], folder, environment));
      record.push(time([process.execPath, bundle, "record"], folder, environment));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const figures = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(2)} / ${median(values).toFixed(2)} s`;
  const smallest = (Math.min(...record) / Math.min(...plain)).toFixed(2);
  const middle = (median(record) / median(plain)).toFixed(2);
  process.stdout.write(
    `${count} revisions, min / median of ${turns}: plain ${figures(plain)}, record ${figures(record)}, ratio ${smallest} / ${middle}\n`,
  );
}

const cluster = await startCluster();
try {
  for (const size of sizes) await measure(cluster, size);
} finally {
  await cluster.stop();
}
