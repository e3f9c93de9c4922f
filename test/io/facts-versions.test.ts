/** One schema gives the same facts, whichever PostgreSQL holds it and however it got there. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { type Facts, identityOf } from "../../src/core/facts.ts";
import { schemaAfter } from "../../src/core/reference.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { INDEX_TEXT, IS_PLAIN_INDEX } from "../../src/io/postgres/facts/index-text.ts";
import { loadReference, REFERENCE_FILE } from "../../src/io/project/reference-file.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { alembic, freshDatabase, query, REVISIONS } from "../support/database.ts";
import { reprint } from "../support/reprint.ts";
import { richSchema } from "../support/rich-schema.ts";

/** The packages of older servers are installed for this platform only: see test/servers. */
const HAS_OLDER = process.platform === "linux" && process.arch === "x64";

const OLDER = [13, 14, 15, 16, 17];

const NEWEST = 18;

const factsOf = async (url: DatabaseUrl): Promise<Facts> =>
  (await openDatabase(url, () => {}, { lockTimeout: "1s" }).snapshot()).facts;

const plain = (facts: Facts) => Object.fromEntries([...facts].sort());

async function build(url: DatabaseUrl, major: number): Promise<void> {
  for (const sql of richSchema(major)) await query(url, sql);
}

/** What indexes are printed as, by us or by the server. */
function indexTexts(url: DatabaseUrl, byServer = false) {
  const text = byServer ? "pg_get_indexdef(p.indexrelid)" : INDEX_TEXT;
  return query(
    url,
    `SELECT ic.relname, ${text} AS text FROM pg_index p JOIN pg_class ic ON ic.oid = p.indexrelid
     JOIN pg_class c ON c.oid = p.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${IS_PLAIN_INDEX} ORDER BY n.nspname, ic.relname`,
  );
}

test("a plain index is put together as the server prints it", async () => {
  const url = await freshDatabase();
  await build(url, NEWEST);
  const texts = await indexTexts(url);
  // The system catalogs have plenty.
  expect(texts.length).toBeGreaterThan(150);
  expect(texts).toEqual(await indexTexts(url, true));
});

test("a schema that was printed and read again gives the same facts", async () => {
  const url = await freshDatabase();
  await build(url, NEWEST);
  const facts = plain(await factsOf(url));
  expect(Object.keys(facts).length).toBeGreaterThan(150);
  for (let time = 0; time < 2; time++) {
    await reprint(url);
    expect(plain(await factsOf(url))).toEqual(facts);
  }
});

test("a session's settings change nothing in what is printed", async () => {
  const url = await freshDatabase();
  await build(url, NEWEST);
  await query(
    url,
    `CREATE TABLE public.constants (a timestamptz DEFAULT '2020-01-01 00:00Z', b date DEFAULT '2020-02-03',
       c interval DEFAULT '1 year 2 days', d float8 DEFAULT 0.1234567890123, e bytea DEFAULT '\\x61ff',
       f float8 DEFAULT '0.1'::float8 + '0.2'::float8, g text DEFAULT E'a\\\\b')`,
  );
  const facts = plain(await factsOf(url));
  for (const setting of [
    "TimeZone = 'Asia/Tokyo'",
    "DateStyle = 'German'",
    "IntervalStyle = 'iso_8601'",
    "quote_all_identifiers = on",
    "standard_conforming_strings = off",
    "extra_float_digits = -5",
    "bytea_output = 'escape'",
    "search_path = shop, public",
  ]) {
    await query(url, `ALTER DATABASE ${url.database} SET ${setting}`);
  }
  expect(plain(await factsOf(url))).toEqual(facts);
});

describe.runIf(HAS_OLDER).each(OLDER)("on PostgreSQL %i", (major) => {
  let cluster: Cluster | undefined;

  beforeAll(async () => {
    cluster = await startCluster({ programs: `postgres-${major}` });
    await cluster.createDatabase("rich");
    await cluster.createDatabase("chain");
  });

  afterAll(() => cluster?.stop());

  const url = (name: string): DatabaseUrl => {
    if (!cluster) throw new Error("the server was not started");
    return cluster.url(name);
  };

  test("a schema gives the same facts as on the newest, printed and read again as well", async () => {
    const newest = await freshDatabase();
    await build(newest, major);
    const expected = plain(await factsOf(newest));
    await build(url("rich"), major);
    expect(plain(await factsOf(url("rich")))).toEqual(expected);
    await reprint(url("rich"));
    expect(plain(await factsOf(url("rich")))).toEqual(expected);
  });

  test("a plain index is put together as the server prints it", async () => {
    expect(await indexTexts(url("rich"))).toEqual(await indexTexts(url("rich"), true));
  });

  test("the bundled chain gives the facts of its recorded reference", async () => {
    await alembic(url("chain"), "upgrade", "heads");
    const reference = loadReference(`${REVISIONS}/${REFERENCE_FILE}`);
    if (!reference) throw new Error("the bundled reference is missing");
    const all = schemaAfter(reference, new Set(reference.revisions.map(({ id }) => id)));
    const live = [...(await factsOf(url("chain")))].filter(
      ([key]) => !identityOf(key).startsWith("public.alembic_version"),
    );
    expect(plain(new Map(live))).toEqual(plain(all));
  });
});
