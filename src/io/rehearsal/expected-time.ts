/** How long a clone with every row would take, from a sample of the rows. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { RowsToClone } from "../../core/rehearsal.ts";
import { describe } from "../postgres/address.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";
import { READING } from "../postgres/reading.ts";
import { type Ask, questioner } from "../postgres/statements.ts";

/** Bytes that are read to learn how fast rows come over this line. */
const SAMPLE = 4 * 1024 ** 2;

/** Where the tables are smaller than this, nobody asks how long it takes. */
const SMALL = 16 * 1024 ** 2;

/**
 * Dumping, compressing, restoring and building the indexes again take so much longer than reading
 * the same bytes: 1.4 to 3.5 times on 220 to 340 MB with two and three indexes, over a local line.
 */
const MORE_THAN_READING = 2.5;

const SIZES_SQL = `
SELECT ${NAMED} AS name, pg_table_size(c.oid)::float8 AS bytes
${userTables("r")} ORDER BY 2 DESC`;

interface Size {
  readonly name: string;
  readonly bytes: number;
}

/** @returns bytes of all tables, and seconds; null for these where there is too little to measure */
export async function expectedTime(url: DatabaseUrl): Promise<RowsToClone> {
  return withConnection(
    url,
    "restamp rehearsal",
    async (client) => {
      const { ask } = questioner(client, () => {}, describe(url));
      const tables = await ask<Size & Record<string, unknown>>(SIZES_SQL);
      const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
      const [largest] = tables;
      if (!largest || bytes < SMALL) return { bytes, seconds: null };
      const rate = await bytesPerSecond(ask, largest);
      const seconds = rate === null ? null : (bytes / rate) * MORE_THAN_READING;
      return { bytes, seconds };
    },
    READING,
  );
}

async function bytesPerSecond(ask: Ask, { name, bytes }: Size): Promise<number | null> {
  const share = Math.min(100, (SAMPLE / bytes) * 100);
  const started = performance.now();
  const rows = await ask<{ row: string }>(
    `SELECT t::text AS row FROM ONLY ${name} AS t TABLESAMPLE SYSTEM (${share})`,
  );
  const took = (performance.now() - started) / 1000;
  const read = rows.reduce((sum, { row }) => sum + row.length, 0);
  return read === 0 ? null : read / took;
}
