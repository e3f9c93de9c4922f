/**
 * Every fact of a schema, as SQL over the system catalogs: one source per kind of fact.
 *
 * All run with `search_path` set to pg_catalog, so that the server qualifies every name that
 * it prints (ruleutils.c, format_type). What it prints still differs between versions: see
 * core/normalise-fact/.
 */
import { NOT_OF_AN_EXTENSION, USER_SCHEMAS } from "./catalog-conditions.ts";
import { PART_SOURCES } from "./facts/parts.ts";
import { RELATION_SOURCES } from "./facts/relations.ts";
import { routineSource } from "./facts/routines.ts";
import type { FactSource } from "./facts/source.ts";
import { TYPE_SOURCES } from "./facts/types.ts";

/** The embedded server's, whose catalogs the newest questions fit. */
const NEWEST_MAJOR = 18;

const SCHEMA: FactSource = {
  key: "'schema ' || quote_ident(n.nspname)",
  value: "''",
  from: "pg_namespace n",
  where: "n.nspname <> 'public'",
  unit: "n.oid",
  catalog: "pg_namespace",
};

const EXTENSION: FactSource = {
  key: "'extension ' || quote_ident(x.extname)",
  value: "'in ' || quote_ident(n.nspname)",
  from: "pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace",
  where: "x.extname <> 'plpgsql'",
  unit: "x.oid",
  catalog: "pg_extension",
};

const sources = (major: number): readonly FactSource[] => [
  SCHEMA,
  EXTENSION,
  ...RELATION_SOURCES,
  ...PART_SOURCES,
  ...TYPE_SOURCES,
  routineSource(major),
];

/**
 * @param major version of the server that is asked
 * @param scope ids of the relations that are read whole; of others only names and kinds. Null for all
 * @returns SQL for rows of (key, value): see src/core/facts.ts. A value is null where the object
 *   was dropped while it was read
 */
export function factsSql(major: number, scope: readonly number[] | null = null): string {
  return sources(major)
    .map((source) => inScope(source, scope))
    .map((source) => select(source, ["key", "value"]))
    .join("\nUNION ALL\n");
}

function inScope(source: FactSource, scope: readonly number[] | null): FactSource {
  if (scope === null || source.scoped === undefined) return source;
  const isInScope = `c.oid = ANY('{${scope.join(",")}}'::oid[])`;
  if (source.scoped === "value") {
    return { ...source, value: `CASE WHEN ${isInScope} THEN ${source.value} ELSE '' END` };
  }
  const isWanted = source.always ? `(${isInScope} OR ${source.always})` : isInScope;
  return { ...source, where: [isWanted, ...(source.where ? [source.where] : [])].join(" AND ") };
}

/** The same for the embedded server. */
export const FACTS_SQL = factsSql(NEWEST_MAJOR);

/** Rows of (key, value, unit, own), for the embedded server. */
export const ALL_FACTS_SQL = sources(NEWEST_MAJOR)
  .map((source) => select(source, ["key", "value", "unit", "own"]))
  .join("\nUNION ALL\n");

/**
 * @param units SQL for an array of object ids
 * @param of tables and what most of them have; what only some relations are or have (views,
 *   sequences, triggers, policies); or everything that is no relation
 * @returns SQL for rows of (key, value, unit, own): the facts that live and die with these objects.
 *   Ids are unique within a catalog only, so it may give more than was asked for, never less.
 */
export function factsOfUnitsSql(units: string, of: "tables" | "rarer" | "others"): string {
  const read = (source: FactSource) =>
    select({ ...source, value: source.valueAlone ?? source.value }, [
      "key",
      "value",
      "unit",
      "own",
    ]);
  if (of === "others") {
    return sources(NEWEST_MAJOR)
      .filter(({ catalog }) => catalog !== "pg_class")
      .map((source) => ({ ...source, where: [`${source.unit} = ANY(${units})`, source.where] }))
      .map(({ where, ...source }) =>
        read({ ...source, where: where.filter(Boolean).join(" AND ") }),
      )
      .join("\nUNION ALL\n");
  }
  // Looking them up once takes half the time of doing so for each kind of fact.
  const wanted = `WITH wanted AS MATERIALIZED (SELECT * FROM pg_class WHERE oid = ANY(${units}))\n`;
  const selects = sources(NEWEST_MAJOR)
    .filter(
      ({ catalog, isRare }) => catalog === "pg_class" && (isRare === true) === (of === "rarer"),
    )
    .map((source) => read({ ...source, from: source.from.replace("pg_class c", "wanted c") }));
  return wanted + selects.join("\nUNION ALL\n");
}

type Output = "key" | "value" | "unit" | "own";

function select(source: FactSource, outputs: readonly Output[]): string {
  const expressions = {
    key: source.key,
    value: source.value,
    unit: source.unit,
    own: source.own ?? source.unit,
  };
  const conditions = [
    USER_SCHEMAS,
    ...(source.where === undefined ? [] : [source.where]),
    // An extension is never a member of one.
    ...(source.catalog === "pg_extension"
      ? []
      : [NOT_OF_AN_EXTENSION(source.catalog, source.unit)]),
  ];
  return `SELECT ${outputs.map((name) => `${expressions[name]} AS ${name}`).join(", ")}
FROM ${source.from}
WHERE ${conditions.join(" AND ")}`;
}
