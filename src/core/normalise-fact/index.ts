/**
 * One schema, one set of facts: what PostgreSQL 13 to 18 print differently, or print otherwise
 * after a dump and a restore, is brought to one form. Whatever is recorded and whatever is read
 * goes through here before it is compared.
 */
import { kindOf } from "../facts.ts";
import { callTimezone, castElements, flattenConditions } from "./expressions.ts";
import { normaliseIdentity, normaliseName } from "./names.ts";
import { type Item, isGroup, parse, print, rewrite } from "./tokens.ts";
import { dropQualifiers } from "./view-columns.ts";

export { normaliseIdentity };

/** Values without a bracket, a line break or a quoted name have but one form. */
const MAY_DIFFER = /[("\n]/;

/** @returns the key, its names quoted as the newest server quotes them */
export function normaliseKey(key: string): string {
  const at = key.indexOf(" ") + 1;
  return key.slice(0, at) + normaliseIdentity(key.slice(at));
}

/**
 * @param key of a fact, for its kind
 * @param value as a server printed it
 * @returns the value in the one form in which it is compared; the same for what is normal already
 */
export function normaliseFact(key: string, value: string): string {
  const kind = kindOf(key);
  if (kind === "enum" || !MAY_DIFFER.test(value)) return value;
  const parsed = parse(value);
  if (parsed === null) return value;
  const isView = kind === "view" || kind === "materialized_view";
  const items = isView ? dropQualifiers(parsed) : parsed;
  return print(rewrite(items.map(renamed), normalLevel));
}

function normalLevel(items: readonly Item[]): readonly Item[] {
  return flattenConditions(callTimezone(castElements(items)));
}

function renamed(item: Item): Item {
  if (isGroup(item)) return { ...item, items: item.items.map(renamed) };
  const text = normaliseName(item.text);
  return text === item.text ? item : { ...item, text };
}
