/** Editing one line of text: a pure function from key to line. */
import type { Key } from "ink";
import { visible } from "../core/display.ts";

export interface EditedText {
  readonly value: string;
  /** Index of the character that the cursor is on. */
  readonly cursor: number;
}

export const emptyText: EditedText = { value: "", cursor: 0 };

export function insertText({ value, cursor }: EditedText, text: string): EditedText {
  const line = visible(text.replace(/[\r\n]+$/, ""));
  return {
    value: value.slice(0, cursor) + line + value.slice(cursor),
    cursor: cursor + line.length,
  };
}

export function editText(
  text: EditedText,
  input: string,
  key: Pick<
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
  >,
): EditedText {
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
  return isControl || input === "" ? text : insertText(text, input);
}
