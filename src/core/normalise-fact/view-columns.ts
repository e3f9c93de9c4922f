/**
 * A view on one relation prints its columns as `people.name` up to PostgreSQL 15 and as `name`
 * since 16 (make_viewdef in ruleutils.c: the entries for OLD and NEW are gone, and a name is
 * qualified only among several). With a single relation the qualifier says nothing, so it goes.
 * Queries inside the query are qualified by all versions.
 */
import { type Item, isGroup, isWord, says, spaced } from "./tokens.ts";

const AFTER_FROM = ["WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH"];

const QUERY = ["SELECT", "WITH", "VALUES"];

/** @param items of a whole view definition */
export function dropQualifiers(items: readonly Item[]): readonly Item[] {
  if (items.some((item) => says(item, "UNION", "INTERSECT", "EXCEPT"))) return items;
  const from = items.findIndex((item) => says(item, "FROM"));
  if (from < 0) return items;
  const length = items.slice(from).findIndex((item) => says(item, ...AFTER_FROM, "FOR", ";"));
  const end = length < 0 ? items.length : from + length;
  const clause = items.slice(from + 1, end);
  const name = onlyRelation(clause);
  if (name === null) return items;
  const [before, after] = [items.slice(0, from + 1), items.slice(end)];
  return [...without(name, before), ...clause, ...without(name, after)];
}

/** @returns the name by which a FROM clause's only relation goes, null if there are several */
function onlyRelation(clause: readonly Item[]): string | null {
  if (clause.some((item) => says(item, ",", "JOIN"))) return null;
  let at = says(clause[0], "ONLY", "LATERAL") ? 1 : 0;
  const first = clause[at];
  if (says(first, "ROWS") && says(clause[at + 1], "FROM")) {
    at += 3; // ROWS FROM (…)
    if (says(clause[at], "WITH")) at += 2;
  } else if (isGroup(first)) {
    // Joins stand in brackets, too.
    if (!says(first.items[0], ...QUERY)) return null;
    at += 1;
  } else {
    while (says(clause[at + 1], ".")) at += 2;
    at += 1;
    if (isGroup(clause[at]) && !clause[at]?.gap) at += 1;
    if (says(clause[at], "WITH")) at += 2; // WITH ORDINALITY
  }
  const alias = clause[at];
  if (isWord(alias) && !says(alias, "TABLESAMPLE")) return alias.text;
  // A function's own name may be followed by the list of its columns.
  const name = clause.slice(0, at).findLast((item) => isWord(item));
  return isWord(name) ? name.text : null;
}

function without(name: string, items: readonly Item[]): Item[] {
  const out: Item[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) continue;
    if (isGroup(item)) {
      const isQuery = says(item.items[0], ...QUERY);
      const isOperator = says(items[at - 1], "OPERATOR");
      out.push(isQuery || isOperator ? item : { ...item, items: without(name, item.items) });
      continue;
    }
    const column = items[at + 2];
    if (item.text === name && says(items[at + 1], ".") && isColumn(items, at)) {
      if (isWord(column)) out.push(spaced(column, item.gap));
      at += 2;
    } else out.push(item);
  }
  return out;
}

/** A schema may be called as the relation is: then a type, a function or a collation follows. */
function isColumn(items: readonly Item[], at: number): boolean {
  const [before, column, after] = [items[at - 1], items[at + 2], items[at + 3]];
  if (says(before, ".", "::", "COLLATE")) return false;
  return isWord(column) && column.text !== "*" && !isGroup(after, "(") && !says(after, ".");
}
