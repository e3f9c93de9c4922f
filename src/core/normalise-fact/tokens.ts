/**
 * SQL as the server prints it, as a tree of tokens. A literal and a quoted name are one token
 * each: whatever stands inside them is left alone.
 */

export interface Word {
  readonly text: string;
  /** Whether white space stands before it. */
  readonly gap: boolean;
}

/** What stands between a bracket and its counterpart. */
export interface Group {
  readonly open: "(" | "[";
  readonly items: readonly Item[];
  readonly gap: boolean;
  /** Whether white space stands before the closing bracket. */
  readonly endGap: boolean;
}

export type Item = Word | Group;

/**
 * Literals with their prefix (`E''` is what the server prints for a backslash), quoted names,
 * names, numbers, the cast, operators (lexical structure: PostgreSQL docs, chapter 4.1), and
 * any other character.
 */
const TOKEN =
  /\s+|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|[bBxX]?'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|::|[+\-*/<>=~!@#%^&|`?]+|[\s\S]/gu;

const CLOSING = { "(": ")", "[": "]" } as const;

/** @returns the tree, or null when its brackets do not match */
export function parse(text: string): Item[] | null {
  const root: Item[] = [];
  const open: { readonly bracket: "(" | "["; readonly items: Item[]; readonly gap: boolean }[] = [];
  let items = root;
  let gap = false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^\s/.test(token)) {
      gap = true;
      continue;
    }
    if (token === "(" || token === "[") {
      open.push({ bracket: token, items, gap });
      items = [];
    } else if (token === ")" || token === "]") {
      const opened = open.pop();
      if (!opened || CLOSING[opened.bracket] !== token) return null;
      opened.items.push({ open: opened.bracket, items, gap: opened.gap, endGap: gap });
      items = opened.items;
    } else items.push({ text: token, gap });
    gap = false;
  }
  return open.length === 0 ? root : null;
}

/** @returns the text, any white space as one space */
export function print(items: readonly Item[]): string {
  return items
    .map((item) => {
      const space = item.gap ? " " : "";
      if (!isGroup(item)) return space + item.text;
      const end = item.endGap ? " " : "";
      return space + item.open + print(item.items) + end + CLOSING[item.open];
    })
    .join("")
    .trim();
}

export function isGroup(item: Item | undefined, open?: Group["open"]): item is Group {
  return item !== undefined && "items" in item && (open === undefined || item.open === open);
}

export function isWord(item: Item | undefined): item is Word {
  return item !== undefined && "text" in item;
}

/** Whether it is one of these words. */
export function says(item: Item | undefined, ...texts: readonly string[]): boolean {
  return isWord(item) && texts.includes(item.text);
}

/** Applies a rewriting to every group, the innermost first, and to the whole. */
export function rewrite(
  items: readonly Item[],
  rule: (items: readonly Item[]) => readonly Item[],
): readonly Item[] {
  return rule(
    items.map((item) => (isGroup(item) ? { ...item, items: rewrite(item.items, rule) } : item)),
  );
}

/** @returns the items between the separators, at this level only */
export function split(items: readonly Item[], separator: string): Item[][] {
  const parts: Item[][] = [[]];
  for (const item of items) {
    if (says(item, separator)) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts;
}

/** @returns the item with or without white space before it */
export function spaced<T extends Item>(item: T, gap: boolean): T {
  return item.gap === gap ? item : { ...item, gap };
}
