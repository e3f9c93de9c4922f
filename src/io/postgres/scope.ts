/** The relations of a snapshot's scope, by their ids. */
import { splitIdentity } from "../../core/facts.ts";

/**
 * @param identities `schema.relation`, quoted as in facts
 * @returns SQL for rows of (oid). The names are compared as they are: to_regclass would refuse
 *   a role that may not use the schema
 */
export function scopeSql(identities: Iterable<string>): string {
  const schemas: string[] = [];
  const names: string[] = [];
  for (const identity of identities) {
    const [schema, name] = splitIdentity(identity);
    if (schema === undefined || name === undefined) continue;
    schemas.push(literal(unquoted(schema)));
    names.push(literal(unquoted(name)));
  }
  return `
SELECT c.oid FROM unnest(ARRAY[${schemas.join(", ")}]::text[], ARRAY[${names.join(", ")}]::text[])
  AS wanted (schema, name)
JOIN pg_namespace n ON n.nspname = wanted.schema
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
`;
}

function unquoted(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}

/** For a session with standard_conforming_strings on. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
