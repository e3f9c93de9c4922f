/** Facts about functions, procedures and aggregates; each overload is one of its own. */
import type { FactSource } from "./source.ts";

/**
 * A body in a string is compared by its MD5, character by character; one that the server has
 * parsed (BEGIN ATOMIC, RETURN) is printed, because versions print it differently.
 * @param major version of PostgreSQL: pg_get_function_sqlbody is there since 14
 */
export function routineSource(major: number): FactSource {
  return {
    key: "'function ' || f.oid::regprocedure::text",
    value: `concat_ws(' ', CASE f.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate'
        WHEN 'w' THEN 'window' ELSE 'returns ' || pg_get_function_result(f.oid) END,
      'language', l.lanname, f.provolatile::text,
      CASE WHEN f.proisstrict THEN 'strict' END,
      CASE WHEN f.prosecdef THEN 'security definer' END,
      CASE WHEN f.proleakproof THEN 'leakproof' END,
      CASE f.proparallel WHEN 'u' THEN NULL ELSE 'parallel ' || f.proparallel::text END,
      (SELECT 'set ' || string_agg(s, ', ' ORDER BY s) FROM unnest(f.proconfig) s),
      'arguments (' || NULLIF(pg_get_function_arguments(f.oid), '') || ')',
      CASE WHEN f.prokind = 'a' THEN (SELECT concat_ws(' ',
          'sfunc', a.aggtransfn::regproc::text, 'stype', format_type(a.aggtranstype, NULL),
          CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc ' || a.aggfinalfn::regproc::text END,
          'initcond ' || quote_literal(a.agginitval)) FROM pg_aggregate a WHERE a.aggfnoid = f.oid)
        ELSE ${major < 14 ? "" : "coalesce('as ' || pg_get_function_sqlbody(f.oid), "}
          'body ' || md5(f.prosrc)${major < 14 ? "" : ")"} END)`,
    from: `pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
      JOIN pg_language l ON l.oid = f.prolang`,
    // Those that come with a type (deptype 'i'), such as a range's, go with it.
    where: `NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'i')`,
    unit: "f.oid",
    catalog: "pg_proc",
  };
}
