/** What a key press is called, whatever the terminal sends for it. */
import type { Key } from "ink";

export type KeyName =
  | "enter"
  | "escape"
  | "up"
  | "down"
  | "pageUp"
  | "pageDown"
  | "home"
  | "end"
  | "ctrlC"
  | "ctrlZ"
  | string;

/** Some terminals send a line feed for it, as Ctrl+J does. */
export function isEnter(input: string, key: Pick<Key, "return">): boolean {
  return key.return || input === "\n";
}

/** @returns the name of a key press, null for a chunk that is no single key. */
export function keyName(input: string, key: Key): KeyName | null {
  if (key.ctrl && input === "c") return "ctrlC";
  if (key.ctrl && input === "z") return "ctrlZ";
  if (isEnter(input, key)) return "enter";
  if (key.escape) return "escape";
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.leftArrow) return "left";
  if (key.rightArrow) return "right";
  if (key.pageUp) return "pageUp";
  if (key.pageDown) return "pageDown";
  if (key.home) return "home";
  if (key.end) return "end";
  if (key.ctrl || key.meta || input.length !== 1) return null;
  return LATIN[input] ?? input;
}

/** Where a Russian layout is switched on: the letter that stands on the same key of a Latin one. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  [..."йцукенгшщзфывапролдячсмить,"].map((letter, at) => [
    letter,
    "qwertyuiopasdfghjklzxcvbnm?"[at] ?? letter,
  ]),
);
