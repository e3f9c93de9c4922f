/**
 * How fast restamp starts and answers, beside what does the same or the least of it: pairs in turn,
 * as ratios, with the limits that it keeps to. docs/maintainers/speed.md tells what is compared.
 *
 *   npm run bench -- [diagnose] [frame] [record] [catalog]
 *
 * Needs alembic and a pg_dump of version 15 or newer (PG_DUMP, else the one on PATH). Ends with 1
 * where a limit is missed. BENCH_ROUNDS says how many pairs are measured.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { fillCatalog } from "./catalog.ts";
import { bundleHello, timeToFrame } from "./first-frame.ts";
import { type Compared, compare } from "./pairs.ts";
import { peakOf, timeOf } from "./programs.ts";
import { alembicOn, CONFIG, RESTAMP, REVISIONS, recordOn } from "./project.ts";
import { connect, startServer } from "./server.ts";
import { isWithin, type Measure, table } from "./table.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 11);

const folder = mkdtempSync("/tmp/restamp-bench-");
const server = await startServer(folder);

/** @returns the URL of a new and empty database */
async function database(name: string): Promise<string> {
  const client = await connect(server.url);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return server.url.replace(/\/postgres$/, `/${name}`);
}

const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;

const diagnose = (url: string) => ({
  argv: [...RESTAMP, "diagnose", "--json", "--url", url, "-c", CONFIG],
  ends: [0, 1],
});

const ratio = (name: string, limit: number, { ratio, range, ours, theirs }: Compared): Measure => ({
  name,
  value: ratio,
  limit,
  range,
  figures: `${ours.toFixed(0)} ms, ${theirs.toFixed(0)} ms`,
});

const memory = (name: string, limit: number, value: number): Measure => ({
  name,
  value,
  limit,
  figures: "MiB",
});

const PARTS: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  async diagnose() {
    const url = await database("eight");
    await timeOf(alembicOn(alembic, url, "upgrade", "head"));
    const compared = await compare(
      ROUNDS,
      () => timeOf(diagnose(url)),
      () => timeOf(alembicOn(alembic, url, "current")),
    );
    return [
      ratio("diagnose --json / alembic current", 0.4, compared),
      memory("diagnose --json, memory", 100, await peakOf(diagnose(url))),
    ];
  },

  async frame() {
    const url = await database("frame");
    const hello = await bundleHello(folder);
    const wizard = [...RESTAMP, "--lang", "en", "--url", url, "-c", CONFIG];
    // The first start keeps compiled code for all others, once it has been there for two seconds.
    await timeToFrame(wizard, "1/9", 3000);
    const compared = await compare(
      ROUNDS,
      () => timeToFrame(wizard, "1/9"),
      () => timeToFrame(hello, "Hello, Ink"),
    );
    return [ratio("first frame / an Ink hello", 1.25, compared)];
  },

  async record() {
    let count = 0;
    const compared = await compare(
      Math.min(ROUNDS, 5),
      () => timeOf(recordOn(alembic, folder)),
      async () => {
        const url = await database(`upgraded_${count++}`);
        return timeOf(alembicOn(alembic, url, "upgrade", "head"));
      },
      (ours, theirs) => (ours - 1000) / theirs,
    );
    return [ratio("record, less 1 s / alembic upgrade head", 1.5, compared)];
  },

  async catalog() {
    const url = await database("large");
    await fillCatalog(url);
    const dump = [process.env["PG_DUMP"] ?? "pg_dump", "--schema-only", "--dbname", url];
    const compared = await compare(
      Math.min(ROUNDS, 5),
      () => timeOf(diagnose(url)),
      () => timeOf({ argv: dump }),
    );
    return [
      ratio("diagnose --json / pg_dump, 10,000 tables", 0.3, compared),
      memory("diagnose --json there, memory", 150, await peakOf(diagnose(url))),
    ];
  },
};

try {
  const asked = process.argv.slice(2);
  const measures: Measure[] = [];
  for (const [name, measure] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) measures.push(...(await measure()));
  }
  process.stdout.write(`${table(measures)}\n`);
  process.exitCode = measures.every(isWithin) ? 0 : 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
