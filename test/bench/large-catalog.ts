/**
 * How long, and in how much memory, `restamp diagnose` reads a database of many tables, beside
 * `pg_dump --schema-only` of the same one. Run by `npm run bench:catalog`; needs Linux, a built
 * dist/, alembic, and a pg_dump of version 15 or newer (PG_DUMP, else the one on PATH).
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { connect, startServer } from "./server.ts";

const TABLES = Number(process.env["BENCH_TABLES"] ?? 10_000);

/** Every so many tables has rows. */
const FILLED_EVERY = Number(process.env["BENCH_FILLED_EVERY"] ?? 2);

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The argument with which this file runs itself for one snapshot. */
const SNAPSHOT = "--snapshot";

interface Run {
  readonly milliseconds: number;
  readonly mebibytes: number;
  readonly status: number | null;
}

/** Runs a program, its output thrown away, and watches its memory. */
async function run(file: string, args: readonly string[]): Promise<Run> {
  const started = performance.now();
  const child = spawn(file, args, {
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peak = 0;
  const look = setInterval(() => {
    try {
      // The high-water mark of resident memory, in KiB (proc(5)).
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 5);
  const status = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearInterval(look);
  return { milliseconds: performance.now() - started, mebibytes: peak / 1024, status };
}

/** Ten columns, a primary key, an index and, in every third table, a foreign key. */
function tableSql(n: number): string {
  const name = `table_${String(n).padStart(5, "0")}`;
  const parent = `table_${String(n - 1).padStart(5, "0")}`;
  const key = n > 0 && n % 3 === 0 ? `REFERENCES ${parent}` : "";
  return `CREATE TABLE ${name} (id serial PRIMARY KEY, parent int ${key}, name varchar(80) NOT NULL,
      note text DEFAULT '', kind text NOT NULL DEFAULT 'plain', amount int DEFAULT 0,
      made timestamptz NOT NULL DEFAULT now(), changed timestamptz, rank int, state varchar(20));
    CREATE INDEX ix_${name} ON ${name} (name, made);
    ${n % FILLED_EVERY === 0 ? `INSERT INTO ${name} (name) VALUES ('a');` : ""}`;
}

async function build(url: string): Promise<void> {
  const client = await connect(url);
  for (let from = 0; from < TABLES; from += 200) {
    const numbers = Array.from({ length: Math.min(200, TABLES - from) }, (_, at) => from + at);
    await client.query(`BEGIN; ${numbers.map(tableSql).join("\n")} COMMIT`);
  }
  await client.query("VACUUM ANALYZE");
  await client.end();
}

async function readWhole(text: string): Promise<void> {
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) throw new Error(url);
  await openDatabase(url, () => {}, { lockTimeout: "10s" }).snapshot();
}

const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** @param allowed exit codes: diagnose ends with 1 where something is wrong */
async function measured(name: string, argv: readonly string[], allowed: readonly number[]) {
  const [file = "", ...args] = argv;
  const result = await run(file, args);
  if (allowed.includes(result.status ?? -1)) return result;
  throw new Error(`${name} ended with ${result.status}`);
}

/** One beside the other, round by round, so that whatever else the machine does hits both. */
async function compare(name: string, argv: readonly string[], dump: readonly string[]) {
  const runs: { readonly ours: Run; readonly dump: Run }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const pair = {
      ours: await measured(name, argv, [0, 1]),
      dump: await measured("pg_dump", dump, [0]),
    };
    // The first round warms the server's caches.
    if (round > 0) runs.push(pair);
  }
  const ratios = runs.map(({ ours, dump: theirs }) => ours.milliseconds / theirs.milliseconds);
  const time = (each: (pair: (typeof runs)[number]) => Run) =>
    `${median(runs.map((pair) => each(pair).milliseconds)).toFixed(0)} ms`;
  const memory = Math.max(...runs.map(({ ours }) => ours.mebibytes)).toFixed(0);
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  print(
    `${name}: ${time((pair) => pair.ours)}, pg_dump: ${time((pair) => pair.dump)}, ` +
      `ratio ${median(ratios).toFixed(2)} (${range}), at most ${memory} MiB`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync("/tmp/restamp-bench-");
  const { url, stop } = await startServer(folder);
  try {
    await build(url);
    print(`${TABLES} tables, every ${FILLED_EVERY}. with rows; medians of ${ROUNDS} rounds`);
    const bundle = [process.execPath, join(ROOT, "dist/restamp.js"), "diagnose", "--json"];
    const target = ["--url", url, "-c", join(ROOT, "revisions/alembic.ini")];
    const dump = [process.env["PG_DUMP"] ?? "pg_dump", "--schema-only", "--dbname", url];
    await compare("restamp diagnose", [...bundle, ...target], dump);
    const itself = [process.execPath, fileURLToPath(import.meta.url), SNAPSHOT, url];
    await compare("a snapshot of everything", itself, dump);
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , mode, url = ""] = process.argv;
await (mode === SNAPSHOT ? readWhole(url) : main());
