/** One chain in several schemas: the same tables once per tenant, or wherever search_path leads. */
import type { FactDelta } from "./facts.ts";
import { quoteIdent } from "./quote-ident.ts";
import type { Reference } from "./reference.ts";

/**
 * @param schema the name of a schema, unquoted
 * @returns the reference as if the chain had been recorded with that schema in place of the one
 *   that its version table was recorded in; what the chain puts into other schemas stays there
 */
export function referenceInSchema(reference: Reference, schema: string): Reference {
  const { versionTable } = reference;
  if (versionTable.schema === schema) return reference;
  const move = mover(versionTable.schema, schema);
  return {
    ...reference,
    versionTable: { ...versionTable, schema },
    revisions: reference.revisions.map((revision) => ({ ...revision, ...moved(revision, move) })),
  };
}

/** Names are written as quote_ident writes them, in keys and in definitions alike. */
function mover(from: string, to: string): (text: string) => string {
  const written = quoteIdent(from).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const qualifier = new RegExp(`(?<![\\w$".])${written}\\.`, "g");
  const target = `${quoteIdent(to)}.`;
  return (text) => text.replace(qualifier, () => target);
}

function moved({ added, changed, removed }: FactDelta, move: (text: string) => string): FactDelta {
  const entries = <V>(part: Readonly<Record<string, V>>, value: (v: V) => V) =>
    Object.fromEntries(Object.entries(part).map(([key, v]) => [move(key), value(v)]));
  return {
    added: entries(added, move),
    changed: entries(changed, ([before, after]) => [move(before), move(after)] as const),
    removed: entries(removed, move),
  };
}
