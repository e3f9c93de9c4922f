import { expect, test } from "vitest";
import { deltaBetween, type FactDelta, type Facts } from "../../src/core/facts.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";
import { revisionScript } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { ordinaryDatabase } from "../support/roles.ts";
import { smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

/** Each changes what other objects are called or how they read, besides what it names itself. */
const STEPS: readonly (readonly [what: string, sql: string])[] = [
  [
    "two tables, a foreign key, a view and an index on an expression",
    `CREATE TABLE parent (id int CONSTRAINT parent_pk PRIMARY KEY, name text);
     CREATE TABLE child (id serial PRIMARY KEY, parent int REFERENCES parent (id), note text);
     CREATE VIEW both_of_them AS SELECT p.id, p.name, c.note FROM parent p JOIN child c ON c.parent = p.id;
     CREATE INDEX by_note ON child (lower(note)) WHERE note IS NOT NULL`,
  ],
  ["a table renamed under a foreign key and a view", "ALTER TABLE parent RENAME TO elder"],
  ["a column renamed under them", "ALTER TABLE elder RENAME COLUMN id TO key"],
  ["a column renamed under an index", "ALTER TABLE child RENAME COLUMN note TO remark"],
  ["a view's column renamed", "ALTER VIEW both_of_them RENAME COLUMN note TO said"],
  [
    "an enum in a column, a default, a function, a check and a view",
    `CREATE TYPE mood AS ENUM ('sad', 'ok');
     ALTER TABLE child ADD mood mood DEFAULT 'ok' CONSTRAINT not_sad CHECK (mood <> 'sad');
     CREATE FUNCTION same(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';
     CREATE VIEW moods AS SELECT mood FROM child WHERE mood = 'ok'`,
  ],
  ["a label renamed under all of them", "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'"],
  ["a label added", "ALTER TYPE mood ADD VALUE 'great'"],
  ["the enum renamed under all of them", "ALTER TYPE mood RENAME TO temper"],
  ["a table moved to another schema", "CREATE SCHEMA one; ALTER TABLE child SET SCHEMA one"],
  ["a type moved to another schema", "ALTER TYPE temper SET SCHEMA one"],
  ["a schema renamed with all that is in it", "ALTER SCHEMA one RENAME TO two"],
  [
    "a constraint, an index and a sequence renamed",
    `ALTER TABLE elder RENAME CONSTRAINT parent_pk TO elder_pk;
     ALTER INDEX two.by_note RENAME TO by_remark;
     ALTER SEQUENCE two.child_id_seq RENAME TO numbers`,
  ],
  ["a sequence without its owner", "ALTER SEQUENCE two.numbers OWNED BY NONE"],
  [
    "a column with another type, and its view dropped",
    "DROP VIEW both_of_them; ALTER TABLE elder ALTER name TYPE varchar(40), ALTER name SET NOT NULL",
  ],
  [
    "an extension with a column of its type",
    "CREATE EXTENSION hstore; ALTER TABLE elder ADD extra hstore DEFAULT ''",
  ],
  ["the extension moved to another schema", "ALTER EXTENSION hstore SET SCHEMA two"],
  [
    "tables made by a query and by a block",
    `CREATE TABLE copied AS SELECT key, name FROM elder; SELECT 1 AS x INTO selected;
     DO $$ BEGIN EXECUTE 'CREATE TABLE made (a int)'; END $$;
     CREATE TEMP TABLE passing (a int)`,
  ],
  [
    "a partitioned table, and a partition that is attached",
    `CREATE TABLE whole (day date, a int) PARTITION BY RANGE (day); CREATE INDEX on_day ON whole (day);
     CREATE TABLE part (day date, a int);
     ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`,
  ],
  ["a column added to all partitions", "ALTER TABLE whole ADD b text DEFAULT 'x' NOT NULL"],
  ["a partition that is detached", "ALTER TABLE whole DETACH PARTITION part"],
  [
    "a function in a default, a check, an index, a policy and a trigger",
    `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
     CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TABLE used (a int DEFAULT f(1), CONSTRAINT c CHECK (f(a) > 0));
     CREATE INDEX by_f ON used (f(a)); CREATE POLICY p ON used USING (f(a) = 1);
     CREATE TRIGGER g BEFORE INSERT ON used FOR EACH ROW WHEN (f(NEW.a) > 0) EXECUTE FUNCTION t()`,
  ],
  [
    "the functions renamed under them",
    "ALTER FUNCTION f(int) RENAME TO fn; ALTER FUNCTION t() RENAME TO tn",
  ],
  ["the function moved", "ALTER FUNCTION fn(int) SET SCHEMA two"],
  [
    "a function with another body, and one with another cost of nothing",
    "CREATE OR REPLACE FUNCTION two.fn(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1'; ALTER FUNCTION tn() SECURITY DEFINER",
  ],
  [
    "a trigger disabled and renamed, row security and a policy changed",
    `ALTER TABLE used DISABLE TRIGGER g; ALTER TRIGGER g ON used RENAME TO h;
     ALTER TABLE used ENABLE ROW LEVEL SECURITY; ALTER POLICY p ON used RENAME TO q;
     ALTER POLICY q ON used USING (a = 2)`,
  ],
  [
    "a domain in a column",
    "CREATE DOMAIN age AS int CONSTRAINT positive CHECK (VALUE > 0); ALTER TABLE used ADD age age",
  ],
  [
    "the domain's constraints and name changed",
    `ALTER DOMAIN age ADD CONSTRAINT human CHECK (VALUE < 150);
     ALTER DOMAIN age RENAME CONSTRAINT positive TO alive; ALTER DOMAIN age SET DEFAULT 1;
     ALTER DOMAIN age RENAME TO years`,
  ],
  [
    "a composite type in a column and in a view",
    "CREATE TYPE pair AS (a int, b text); ALTER TABLE used ADD pair pair; CREATE VIEW firsts AS SELECT (pair).a FROM used",
  ],
  [
    "the composite type's attributes changed",
    "ALTER TYPE pair RENAME ATTRIBUTE a TO one CASCADE; ALTER TYPE pair ADD ATTRIBUTE c int CASCADE",
  ],
  [
    "a range type and a collation in columns",
    `CREATE COLLATION fold (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
     CREATE TYPE span AS RANGE (SUBTYPE = text, COLLATION = fold);
     ALTER TABLE used ADD span span, ADD folded text COLLATE fold; CREATE TYPE floats AS RANGE (SUBTYPE = float8)`,
  ],
  [
    "the range type and the collation renamed, one of them dropped",
    "ALTER TYPE span RENAME TO reach; ALTER COLLATION fold RENAME TO folds; DROP TYPE floats",
  ],
  [
    "a materialized view, its index, and both renamed",
    `CREATE MATERIALIZED VIEW m AS SELECT a FROM used; CREATE INDEX on_m ON m (a);
     ALTER MATERIALIZED VIEW m RENAME TO kept`,
  ],
  ["inheritance", "CREATE TABLE heir () INHERITS (selected); ALTER TABLE selected ADD y text"],
  ["inheritance undone", "ALTER TABLE heir NO INHERIT selected; ALTER TABLE selected DROP y"],
  [
    "properties of tables and columns",
    `ALTER TABLE made SET UNLOGGED; ALTER TABLE made ADD id int GENERATED ALWAYS AS IDENTITY;
     ALTER TABLE made ALTER a SET NOT NULL; ALTER TABLE made ALTER a SET STATISTICS 50;
     COMMENT ON TABLE made IS 'nothing to see'; CREATE TABLE "Od""d. N" ("C l" int);
     ALTER TABLE "Od""d. N" RENAME TO "Ev'n. M"`,
  ],
  ["a column dropped with what hangs on it", "ALTER TABLE used DROP COLUMN a CASCADE"],
  ["a table dropped with what hangs on it", "DROP TABLE elder CASCADE"],
  ["a type dropped with what hangs on it", "DROP TYPE two.temper CASCADE"],
  [
    "an extension dropped with its columns",
    "CREATE TABLE h (h two.hstore, i int); DROP EXTENSION hstore CASCADE",
  ],
  ["something made and dropped at once", "CREATE TABLE gone (a serial); DROP TABLE gone"],
  ["something dropped and made again", "DROP TABLE made; CREATE TABLE made (a int NOT NULL)"],
  [
    "the sequence of an identity column altered, by itself and by way of the table",
    `CREATE TABLE counted (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED ALWAYS AS IDENTITY);
     ALTER SEQUENCE counted_a_seq INCREMENT 5`,
  ],
  [
    "and once more",
    "ALTER SEQUENCE counted_a_seq CYCLE; ALTER TABLE counted ALTER b SET INCREMENT 7",
  ],
  [
    "a view with options, and a column that takes a few texts",
    `CREATE VIEW few AS SELECT b FROM counted; ALTER VIEW few SET (security_barrier = true);
     ALTER TABLE counted ADD kind varchar(9) CHECK (kind IN ('a', 'b')), ADD made timestamptz DEFAULT '2020-01-01 00:00Z'`,
  ],
  [
    "the same check made anew from what is printed of it",
    `ALTER TABLE counted DROP CONSTRAINT counted_kind_check;
     ALTER TABLE counted ADD CONSTRAINT counted_kind_check
       CHECK (kind::text = ANY (ARRAY['a'::character varying::text, 'b'::character varying::text]))`,
  ],
  ["a schema dropped with all that is in it", "DROP SCHEMA two CASCADE"],
];

const idOf = (at: number) => `r${String(at).padStart(3, "0")}`;

/** What each step does, found by reading everything before it and after it. */
async function truth(steps: typeof STEPS): Promise<FactDelta[]> {
  const url = await freshDatabase();
  const database = openDatabase(url, () => {}, { lockTimeout: "1s" });
  let before: Facts = new Map();
  const deltas: FactDelta[] = [];
  for (const [, sql] of steps) {
    await query(url, sql);
    const { facts } = await database.snapshot();
    deltas.push(deltaBetween(before, facts));
    before = facts;
  }
  return deltas;
}

/** Only a superuser may move an extension whose types are a superuser's. */
const STEPS_OF_ANYBODY = STEPS.map(
  ([what, sql]) =>
    [
      what,
      sql
        .replace("ALTER EXTENSION hstore SET SCHEMA two", "SELECT 1")
        .replace("two.hstore", "hstore"),
    ] as const,
);

/** A superuser's event triggers tell what was touched; any other role reads all of it again. */
const SHADOWS = [
  ["a superuser", STEPS, () => freshDatabase()],
  ["any other role", STEPS_OF_ANYBODY, () => ordinaryDatabase()],
] as const;

test.for(SHADOWS)(
  "what %s records of each revision is what changed in the whole schema",
  async ([, steps, open]) => {
    const scripts = Object.fromEntries(
      steps.map(([, sql], at) => {
        const parent = at === 0 ? null : idOf(at - 1);
        const upgrade = `op.get_bind().exec_driver_sql(r"""${sql}\n""")`;
        return [`${idOf(at)}.py`, revisionScript(idOf(at), parent, upgrade)];
      }),
    );
    const expected = await truth(steps);
    // A label of an enum can be used in the next transaction only.
    const folder = smallProject({ scripts, configure: "transaction_per_migration=True" });
    const [real, shadow] = [await freshDatabase(), await open()];
    // env.py, or PGTZ, may set what its own session prints in.
    await query(shadow, `ALTER DATABASE ${shadow.database} SET TimeZone = 'Asia/Tokyo'`);
    const reference = await recordProject(folder, alembicIn(folder, real), async () =>
      shadowAt(shadow),
    );
    expect(reference.stopped).toBeNull();
    const named = (deltas: readonly FactDelta[]) =>
      deltas.map(({ added, changed, removed }, at) => ({
        step: steps[at]?.[0],
        added,
        changed,
        removed,
      }));
    expect(named(reference.revisions)).toEqual(named(expected));
  },
);
