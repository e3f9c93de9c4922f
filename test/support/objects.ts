/** Every object of a database and how it is defined, as the server itself lists them. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { query } from "./database.ts";

/** Names of TOAST tables have numbers in them that each table gets anew. */
const OBJECTS = `
SELECT DISTINCT pg_describe_object(classid, objid, objsubid) AS object FROM pg_depend
WHERE objid >= 16384 AND deptype <> 'e' AND pg_describe_object(classid, objid, objsubid) !~ 'toast'
UNION SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod)
FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0 AND NOT attisdropped AND attrelid::regclass::text !~ 'toast'
UNION SELECT 'view ' || oid::regclass || pg_get_viewdef(oid) FROM pg_class WHERE oid >= 16384 AND relkind IN ('v', 'm')
UNION SELECT 'rights on ' || oid::regclass || ' ' || relacl::text FROM pg_class WHERE oid >= 16384 AND relacl IS NOT NULL
ORDER BY 1`;

export async function objectsOf(database: DatabaseUrl): Promise<string[]> {
  const rows = await query<{ object: string }>(database, OBJECTS);
  return rows.map(({ object }) => object);
}
