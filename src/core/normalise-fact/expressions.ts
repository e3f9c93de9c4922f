/**
 * What one and the same expression is printed as, before and after a dump and a restore or by
 * another version of PostgreSQL. Each rule is an identity of SQL: it makes two texts equal only
 * if the server would read them as the same expression.
 */
import { type Item, isGroup, isWord, says, spaced, split } from "./tokens.ts";

const word = (text: string, gap = false): Item => ({ text, gap });

/**
 * `(ARRAY[a, b])::text[]` is what IN gives on a varchar column. Read again, the cast goes to the
 * elements (transformArrayExpr in parse_expr.c): `ARRAY[(a)::text, (b)::text]`.
 */
export function castElements(items: readonly Item[]): readonly Item[] {
  const out: Item[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) continue;
    const [array, elements, ...more] = isGroup(item, "(") ? item.items : [];
    const type = says(items[at + 1], "::") ? typeOfElements(items.slice(at + 2)) : null;
    // A name in front of the bracket makes it a function's argument; that is never cast alone.
    const isArgument = isWord(items[at - 1]) && !item.gap && out.length > 0;
    const isArray = says(array, "ARRAY") && isGroup(elements, "[") && more.length === 0;
    if (!array || !isArray || isArgument || type === null || elements.items.length === 0) {
      out.push(item);
      continue;
    }
    const cast = split(elements.items, ",").flatMap((element, index) => [
      ...(index === 0 ? [] : [word(",")]),
      { open: "(", gap: index > 0, endGap: false, items: unspaced(element) } as const,
      word("::"),
      ...type,
    ]);
    out.push(spaced(array, item.gap), { ...elements, items: cast });
    at += 1 + type.length + 1;
  }
  return out;
}

/**
 * @param items after `::`
 * @returns the type without its brackets, null when it is not an array of one dimension
 */
function typeOfElements(items: readonly Item[]): readonly Item[] | null {
  const end = items.findIndex((item) => isGroup(item, "["));
  const name = items.slice(0, Math.max(end, 0));
  const brackets = items[end];
  if (!isGroup(brackets, "[") || brackets.items.length > 0) return null;
  if (isGroup(items[end + 1], "[") || name.length === 0) return null;
  // The server prints its key words in capitals, and names with capitals in quotes.
  const isType = (item: Item) => isGroup(item) || /^["\p{Ll}_.]/u.test(item.text);
  return name.every(isType) ? name : null;
}

/**
 * `((a AND b) AND c)` is what BETWEEN and a further condition give. Read again, they are one
 * list (makeAndExpr and makeOrExpr in gram.y): `(a AND b AND c)`. The server puts a bracket
 * around every list of conditions, so what stands beside an AND is an operand of it; only the
 * frame of a window has an AND of its own.
 */
export function flattenConditions(items: readonly Item[]): readonly Item[] {
  if (items.some((item) => says(item, "BETWEEN"))) return items;
  const operator = says(
    items.find((item) => says(item, "AND", "OR")),
    "AND",
  )
    ? "AND"
    : "OR";
  const operands = split(items, operator);
  if (operands.length < 2) return items;
  return operands.flatMap((operand, at) => {
    const [group, ...rest] = operand;
    const isList = isGroup(group, "(") && rest.length === 0 && isListOf(operator, group.items);
    const flat = isList ? unspaced(group.items, group.gap) : operand;
    return at === 0 ? flat : [word(operator, true), ...flat];
  });
}

/** A query has its AND and OR further inside, and a window's frame is no condition. */
function isListOf(operator: string, items: readonly Item[]): boolean {
  const other = operator === "AND" ? "OR" : "AND";
  return split(items, operator).length > 1 && !items.some((item) => says(item, other, ...NO_LIST));
}

const NO_LIST = ["SELECT", "VALUES", "WITH", "BETWEEN", ","];

/**
 * PostgreSQL 13 and what was dumped from it have the function, `timezone(b, a)`; since 14 the
 * syntax is kept (COERCE_SQL_SYNTAX in primnodes.h): `(a AT TIME ZONE b)`.
 */
export function callTimezone(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item): Item[] => {
    if (!isGroup(item, "(")) return [item];
    const at = item.items.findIndex((_, index) =>
      ["AT", "TIME", "ZONE"].every((text, next) => says(item.items[index + next], text)),
    );
    if (at < 1) return [item];
    const zone = unspaced(item.items.slice(at + 3));
    const time = unspaced(item.items.slice(0, at), true);
    const call = { ...item, gap: false, endGap: false, items: [...zone, word(","), ...time] };
    return [word("timezone", item.gap), call];
  });
}

function unspaced(items: readonly Item[], gap = false): Item[] {
  return items.map((item, at) => (at === 0 ? spaced(item, gap) : item));
}
