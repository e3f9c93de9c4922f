/** A database of many tables, as large ones are. */
import { connect } from "./server.ts";

const TABLES = Number(process.env["BENCH_TABLES"] ?? 10_000);

/** Every so many tables has rows. */
const FILLED_EVERY = Number(process.env["BENCH_FILLED_EVERY"] ?? 2);

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

/** @param url of an empty database */
export async function fillCatalog(url: string): Promise<void> {
  const client = await connect(url);
  for (let from = 0; from < TABLES; from += 200) {
    const numbers = Array.from({ length: Math.min(200, TABLES - from) }, (_, at) => from + at);
    await client.query(`BEGIN; ${numbers.map(tableSql).join("\n")} COMMIT`);
  }
  await client.query("VACUUM ANALYZE");
  await client.end();
}
