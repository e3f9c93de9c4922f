/** Editing one line of text: a pure function from key to line. */
import type { Key } from "ink";
import { visible } from "../core/display.ts";

export interface EditedText {
  readonly value: string;
  /** Index of the character that the cursor is on. */
  readonly cursor: number;
}

export const emptyText: EditedText = { value: "", cursor: 0 };

/** Of several lines that are pasted one is made, and none of their breaks confirms anything. */
export function insertText({ value, cursor }: EditedText, text: string): EditedText {
  const line = visible(onOneLine(text));
  return {
    value: value.slice(0, cursor) + line + value.slice(cursor),
    cursor: cursor + line.length,
  };
}

function onOneLine(text: string): string {
  return text.replace(/[\r\n]+$/, "").replace(/[ \t]*[\r\n]+[ \t]*/g, " ");
}

type EditingKey = Pick<
  Key,
  | "leftArrow"
  | "rightArrow"
  | "home"
  | "end"
  | "backspace"
  | "delete"
  | "ctrl"
  | "meta"
  | "escape"
  | "tab"
  | "upArrow"
  | "downArrow"
>;

const NO_KEY: EditingKey = {
  leftArrow: false,
  rightArrow: false,
  home: false,
  end: false,
  backspace: false,
  delete: false,
  ctrl: false,
  meta: false,
  escape: false,
  tab: false,
  upArrow: false,
  downArrow: false,
};
const CTRL: EditingKey = { ...NO_KEY, ctrl: true };

export function editText(text: EditedText, input: string, key: EditingKey): EditedText {
  const { value, cursor } = text;
  const end = value.length;
  if (key.leftArrow) return { value, cursor: Math.max(0, cursor - 1) };
  if (key.rightArrow) return { value, cursor: Math.min(end, cursor + 1) };
  if (key.home || (key.ctrl && input === "a")) return { value, cursor: 0 };
  if (key.end || (key.ctrl && input === "e")) return { value, cursor: end };
  if (key.ctrl && input === "u") return { value: value.slice(cursor), cursor: 0 };
  if (key.ctrl && input === "w") {
    const kept = value.slice(0, cursor).replace(/\S+\s*$/, "");
    return { value: kept + value.slice(cursor), cursor: kept.length };
  }
  if (key.backspace) {
    if (cursor === 0) return text;
    return { value: value.slice(0, cursor - 1) + value.slice(cursor), cursor: cursor - 1 };
  }
  if (key.delete) return { value: value.slice(0, cursor) + value.slice(cursor + 1), cursor };
  const isControl = key.ctrl || key.meta || key.escape || key.tab || key.upArrow || key.downArrow;
  return isControl || input === "" ? text : insertChunk(text, input);
}

/** What keys write that a slow line hands over together with others. */
const EDITING: Readonly<Record<string, (text: EditedText) => EditedText>> = {
  "\u0001": (text) => editText(text, "a", CTRL),
  "\u0005": (text) => editText(text, "e", CTRL),
  "\u0015": (text) => editText(text, "u", CTRL),
  "\u0017": (text) => editText(text, "w", CTRL),
  "\u007f": (text) => editText(text, "", { ...NO_KEY, backspace: true }),
};

/** Several keys in one chunk: each counts, but none of them is an Enter. */
function insertChunk(text: EditedText, chunk: string): EditedText {
  return [...onOneLine(chunk)].reduce(
    (now, each) => EDITING[each]?.(now) ?? insertText(now, each),
    text,
  );
}
