/** What tables hold, compared between two databases: their rows, and nothing else. */
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { inDatabase } from "../../src/core/url-elsewhere.ts";
import { differingTables, readContent } from "../../src/io/backup/content.ts";
import { withConnection } from "../../src/io/postgres/connection.ts";
import { SET_PRINTING_SQL } from "../../src/io/postgres/printing.ts";
import { questioner } from "../../src/io/postgres/statements.ts";
import { freshDatabase, query } from "../support/database.ts";

const contentOf = (url: DatabaseUrl) =>
  withConnection(url, "test", async (client) => {
    const { ask } = questioner(client, () => {}, {});
    await ask("BEGIN");
    await ask(SET_PRINTING_SQL);
    return readContent(ask);
  });

/** Another database on the same server, in another encoding. */
async function latin(beside: DatabaseUrl): Promise<DatabaseUrl> {
  const name = `${beside.database}_latin`;
  const quoted = quoteIdentifier(name);
  await query(
    beside,
    `CREATE DATABASE ${quoted} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'`,
  );
  onTestFinished(async () => {
    await query(beside, `DROP DATABASE ${quoted} WITH (FORCE)`);
  });
  return inDatabase(beside, name);
}

const ROWS = `CREATE TABLE t (t text, n numeric, at timestamptz);
  INSERT INTO t VALUES ('Zoë', 1.50, '2026-01-01 00:00Z'), ('it''s', NULL, NULL), (NULL, 2, NULL)`;

test("the same rows are the same in another order, another encoding and another time zone", async () => {
  const one = await freshDatabase();
  const other = await latin(one);
  await query(one, ROWS);
  await query(
    other,
    `ALTER DATABASE ${quoteIdentifier(other.database ?? "")} SET timezone = 'Asia/Tokyo'`,
  );
  await query(
    other,
    `CREATE TABLE t (gone int, t text, n numeric, at timestamptz); ALTER TABLE t DROP COLUMN gone;
     INSERT INTO t VALUES (NULL, 2, NULL), ('it''s', NULL, NULL), ('Zoë', 1.50, '2026-01-01 00:00Z')`,
  );
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual([]);
});

test.each([
  ["another value", "UPDATE t SET t = 'Zoe' WHERE t = 'Zoë'"],
  ["a null for an empty text", "UPDATE t SET t = '' WHERE t IS NULL"],
  ["a value in its neighbour", "UPDATE t SET t = '2', n = NULL WHERE n = 2"],
  ["a row less", "DELETE FROM t WHERE n = 2"],
  [
    "the same row twice, for another",
    "DELETE FROM t WHERE n = 2; INSERT INTO t SELECT * FROM t WHERE t = 'it''s'",
  ],
])("%s is another content", async (_, change) => {
  const one = await freshDatabase();
  await query(one, ROWS);
  const before = await contentOf(one);
  await query(one, change);
  expect(differingTables(before, await contentOf(one))).toEqual(["public.t"]);
});

test("the order of the columns does not count: restored, a table that inherits has another", async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  const rows = "INSERT INTO child (a, b, own) VALUES (1, 2, 'x'), (3, 4, 'y')";
  await query(
    one,
    `CREATE TABLE parent (a int); CREATE TABLE child (own text) INHERITS (parent);
     ALTER TABLE parent ADD b int; ${rows}`,
  );
  // As pg_dump writes it.
  await query(
    other,
    `CREATE TABLE parent (a int, b int); CREATE TABLE child (own text) INHERITS (parent); ${rows}`,
  );
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual([]);
  await query(other, "UPDATE child SET a = b, b = a WHERE own = 'x'");
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual(["public.child"]);
});

test("a table without columns has its rows as well", async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  for (const url of [one, other])
    await query(url, "CREATE TABLE bare (); INSERT INTO bare DEFAULT VALUES");
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual([]);
  await query(other, "INSERT INTO bare DEFAULT VALUES");
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual(["public.bare"]);
});

test("rows of partitions by the hash of an enum may lie in others of them", async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  const tables = `CREATE TYPE size AS ENUM ('s', 'm', 'l', 'xl', 'xxl');
    CREATE TABLE by_size (size size, n int) PARTITION BY HASH (size);
    CREATE TABLE "one" PARTITION OF by_size FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE two PARTITION OF by_size FOR VALUES WITH (MODULUS 2, REMAINDER 1)`;
  for (const url of [one, other]) {
    // The numbers of a type's values are other ones each time.
    if (url === other) await query(url, "CREATE TYPE before AS ENUM ('a', 'b', 'c')");
    await query(url, `${tables}; INSERT INTO by_size SELECT unnest(enum_range(NULL::size)), 1`);
  }
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual([]);
  await query(other, "UPDATE by_size SET n = 2 WHERE size = 'm'");
  expect(differingTables(await contentOf(one), await contentOf(other))).toEqual(["public.by_size"]);
});

test("a virtual column that cannot be computed for a row is none of its content", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE parts (n int, share int GENERATED ALWAYS AS (100 / n) VIRTUAL);
     INSERT INTO parts (n) VALUES (0), (5)`,
  );
  expect((await contentOf(url)).get("public.parts")).toMatchObject({ rows: "2", columns: ["n"] });
});
