/**
 * Reads the values of Python expressions that are made of strings alone, without running them:
 * literals, what stands side by side or is joined with `+`, f-strings, and names of such values
 * (https://docs.python.org/3/reference/expressions.html#atoms).
 */

/** What a name stands for in the module; null when that cannot be read. */
export type LookUp = (name: string) => readonly string[] | null;

interface Read<T> {
  readonly value: T;
  readonly rest: string;
}

const STRING =
  /^[ \t]*([rRuUfF]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/;

const NAME = /^[ \t]*([A-Za-z_]\w*)(?![\w(.[])/;

/** What may follow a value: anything else makes it part of an expression. */
const END = /^[ \t]*(?:#[^\n]*)?(?:[\n;]|$)/;

/** @returns `None`, a string, or a tuple, list or set of strings; null for anything else */
export function readLiteral(text: string, lookUp: LookUp): readonly string[] | null {
  const body = text.trimStart();
  if (/^None\b/.test(body)) return END.test(body.slice(4)) ? [] : null;
  const named = NAME.exec(body);
  if (named && END.test(body.slice(named[0].length))) return lookUp(named[1] ?? "");
  const open = body[0] ?? "";
  const bracketed = "([{".includes(open) && open !== "";
  let rest = bracketed ? body.slice(1) : body;
  const items: string[] = [];
  for (;;) {
    rest = skipBlank(rest, bracketed);
    if (bracketed && /^[)\]}]/.test(rest)) return END.test(rest.slice(1)) ? items : null;
    const item = readJoined(rest, bracketed, lookUp);
    if (!item) return !bracketed && items.length > 0 && END.test(rest) ? items : null;
    items.push(item.value);
    rest = skipBlank(item.rest, bracketed);
    if (rest.startsWith(",")) rest = rest.slice(1);
    else if (!bracketed) return END.test(rest) ? items : null;
    else if (!/^[)\]}]/.test(rest)) return null;
  }
}

/** Strings side by side, or joined with `+`. */
function readJoined(text: string, acrossLines: boolean, lookUp: LookUp): Read<string> | null {
  const first = readText(text, lookUp);
  if (!first) return null;
  let { value, rest } = first;
  for (;;) {
    const after = skipBlank(rest, acrossLines);
    const plus = after.startsWith("+");
    const next = readText(plus ? skipBlank(after.slice(1), acrossLines) : after, lookUp);
    if (!next) return plus ? null : { value, rest };
    value += next.value;
    rest = next.rest;
  }
}

/** A string, or the name of one. */
function readText(text: string, lookUp: LookUp): Read<string> | null {
  const written = readString(text, lookUp);
  if (written) return written;
  const named = NAME.exec(text);
  const [value, ...more] = (named && lookUp(named[1] ?? "")) ?? [];
  if (!named || value === undefined || more.length > 0) return null;
  return { value, rest: text.slice(named[0].length) };
}

/** @param lookUp for the names in an f-string's braces; without it an f-string is not read */
export function readString(text: string, lookUp: LookUp = () => null): Read<string> | null {
  const match = STRING.exec(text);
  const [whole, prefix = "", quoted] = match ?? [];
  if (whole === undefined || quoted === undefined) return null;
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const inside = quoted.slice(width, -width);
  const filled = /f/i.test(prefix) ? fillIn(inside, lookUp) : inside;
  if (filled === null) return null;
  const value = /r/i.test(prefix) ? filled : filled.replace(/\\(.)/g, "$1");
  return { value, rest: text.slice(whole.length) };
}

/** @returns the f-string's text; null when more than names stands in its braces */
function fillIn(text: string, lookUp: LookUp): string | null {
  let isWhole = true;
  const filled = text.replace(
    /\{\{|\}\}|\{\s*([A-Za-z_]\w*)\s*\}|[{}]/g,
    (found, name?: string) => {
      if (found === "{{" || found === "}}") return found[0] ?? "";
      const [value, ...more] = (name !== undefined && lookUp(name)) || [];
      if (value === undefined || more.length > 0) isWhole = false;
      return value ?? "";
    },
  );
  return isWhole ? filled : null;
}

/** @param acrossLines whether line ends and comments are blank, as they are within brackets */
export function skipBlank(text: string, acrossLines: boolean): string {
  return acrossLines ? text.replace(/^(?:\s|#[^\n]*\n)*/, "") : text.replace(/^[ \t]*/, "");
}
