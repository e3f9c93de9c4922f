/** What a terminal sends for the keys that the wizard knows. */

const KEYS = {
  Enter: "\r",
  Escape: "\u001b",
  Up: "\u001b[A",
  Down: "\u001b[B",
  Left: "\u001b[D",
  PageUp: "\u001b[5~",
  PageDown: "\u001b[6~",
  Home: "\u001b[H",
  End: "\u001b[F",
  "Ctrl+C": "\u0003",
  "Ctrl+Z": "\u001a",
} as const;

/** A named key, or the character that a key writes. */
export type KeyPress =
  | keyof typeof KEYS
  | "y"
  | "q"
  | "l"
  | "?"
  | "d"
  | "r"
  | "j"
  | "k"
  | "t"
  | "u"
  | "p"
  | "h"
  | "s"
  | "x";

/** @returns what a press of the key writes, in one chunk */
export function chunkOf(key: KeyPress): string {
  return key in KEYS ? KEYS[key as keyof typeof KEYS] : key;
}
