/**
 * Which objects a schema's objects use, as their facts name them. The server prints every name with
 * its schema, so what a fact names is found in its text. A body in a string is kept as its MD5, and
 * PostgreSQL does not know either what it uses.
 */
import { type FactKind, type Facts, identityOf, kindOf, relationOf } from "../facts.ts";

/** Two names with a dot between them. */
const NAMED =
  /(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\.(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/gu;

const RELATIONS: readonly FactKind[] = ["table", "view", "materialized_view"];

/** @returns the key of the object that a fact describes or belongs to; its own where that is not among them */
export function ownerOf(key: string, facts: Facts): string {
  const relation = relationOf(key);
  if (relation === null) return key;
  const owner = RELATIONS.map((kind) => `${kind} ${relation}`).find((each) => facts.has(each));
  return owner ?? key;
}

/** @returns `schema.name`, quoted, that the text names; of a function without its arguments */
function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(NAMED)].map(([name]) => name));
}

/** @returns `schema.name` of an object; a function's arguments are left out */
export function nameOf(key: string): string {
  const [name] = namesIn(identityOf(key));
  return name ?? identityOf(key);
}

/** @returns what the fact of this key names beside itself */
export function namedBy(key: string, value: string): Set<string> {
  const own = nameOf(key);
  const rest = kindOf(key) === "function" ? identityOf(key).slice(own.length) : "";
  return namesIn(`${rest} ${value}`);
}

/** @returns by key of an object, the names that its facts have in them */
export function namesByOwner(facts: Facts): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const [key, value] of facts) {
    const owner = ownerOf(key, facts);
    const known = names.get(owner) ?? new Set();
    for (const name of namedBy(key, value)) known.add(name);
    names.set(owner, known);
  }
  return names;
}
