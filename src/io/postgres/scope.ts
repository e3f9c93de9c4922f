/** The relations of a snapshot's scope, by their ids. */
import { splitIdentity } from "../../core/facts.ts";
import { quoteLiteral, unquoteIdentifier } from "../../core/sql-text.ts";

/**
 * What of a relation uses a type that is neither built in (FirstNormalObjectId in transam.h) nor
 * an extension's: whether a type is still used can be told only by all that may use it.
 */
const USERS_OF_TYPES = `
SELECT CASE d.classid
  WHEN 'pg_class'::regclass THEN coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = d.objid), d.objid)
  WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid FROM pg_attrdef WHERE oid = d.objid)
  WHEN 'pg_constraint'::regclass THEN (SELECT conrelid FROM pg_constraint WHERE oid = d.objid)
  WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = d.objid)
  WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = d.objid)
  WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = d.objid) END
FROM pg_depend d
WHERE d.refclassid = 'pg_type'::regclass AND d.refobjid >= 16384 AND d.deptype = 'n'
  AND NOT EXISTS (SELECT FROM pg_depend e
    WHERE e.deptype = 'e' AND e.classid = 'pg_type'::regclass AND e.objid = d.refobjid)`;

/**
 * @param identities `schema.relation`, quoted as in facts
 * @returns SQL for rows of (oid): those, their namesakes in schemas that have a version table, as
 *   the chain may have made these too, and whatever uses a type. The names are compared as they
 *   are: to_regclass would refuse a role that may not use the schema
 */
export function scopeSql(identities: Iterable<string>): string {
  const schemas: string[] = [];
  const names: string[] = [];
  for (const identity of identities) {
    const [schema, name] = splitIdentity(identity);
    if (schema === undefined || name === undefined) continue;
    schemas.push(quoteLiteral(unquoteIdentifier(schema)));
    names.push(quoteLiteral(unquoteIdentifier(name)));
  }
  return `
WITH users_of_types (oid) AS (${USERS_OF_TYPES})
SELECT oid FROM users_of_types WHERE oid <> 0
UNION SELECT c.oid FROM unnest(ARRAY[${schemas.join(", ")}]::text[], ARRAY[${names.join(", ")}]::text[])
  AS wanted (schema, name)
JOIN pg_class c ON c.relname = wanted.name
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = wanted.schema OR n.oid IN (SELECT v.relnamespace FROM pg_class v
  JOIN pg_attribute a ON a.attrelid = v.oid AND a.attname = 'version_num' AND NOT a.attisdropped)
`;
}
