/**
 * How long `restamp record` takes against a plain `alembic upgrade heads`, in turns: the whole
 * chain, and then one revision more.
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

type Times = { readonly plain: number[]; readonly record: number[] };

function tell(what: string, { plain, record }: Times): void {
  const figures = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(2)} / ${median(values).toFixed(2)} s`;
  const smallest = (Math.min(...record) / Math.min(...plain)).toFixed(2);
  const middle = (median(record) / median(plain)).toFixed(2);
  process.stdout.write(
    `${what}, min / median of ${turns}: plain ${figures(plain)}, record ${figures(record)}, ratio ${smallest} / ${middle}\n`,
  );
}

async function measure(cluster: Cluster, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "restamp-bench-"));
  const alembic = findAlembic(folder, process.env["RESTAMP_ALEMBIC"]).argv;
  const command = alembic.map((word) => `"${word}"`).join(" ");
  const whole: Times = { plain: [], record: [] };
  const grown: Times = { plain: [], record: [] };
  try {
    const names = Array.from({ length: turns }, (_, turn) => `bench_${count}_${turn}`);
    // Beforehand: making and dropping them keeps the server busy for a while.
    for (const name of names) await cluster.createDatabase(name);
    for (const name of names) {
      const environment = { DATABASE_URL: cluster.url(name).text, RESTAMP_ALEMBIC: command };
      const plain = () => time([...alembic, "upgrade", "heads"], folder, environment);
      const record = (...more: string[]) =>
        time([process.execPath, bundle, "record", ...more], folder, environment);
      rmSync(folder, { recursive: true });
      writeChain(folder, count);
      whole.plain.push(plain());
      whole.record.push(record("--all"));
      // Another one each time: the one before is kept, too.
      writeChain(folder, count + 1, name);
      grown.plain.push(plain());
      grown.record.push(record());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  tell(`${count} revisions`, whole);
  tell("  one more", grown);
}

const cluster = await startCluster();
try {
  for (const size of sizes) await measure(cluster, size);
} finally {
  await cluster.stop();
}
