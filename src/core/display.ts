/**
 * Makes text from outside safe to draw and to save: names of tables, server messages and
 * alembic's output may hold escape sequences that would move the cursor or hide a line.
 */

// C0 and C1 controls, DEL, and the marks that reorder or hide text in a terminal.
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** @returns the text on one line, each control character shown as its escape, `\x1b`. */
export function visible(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    if (character === "\r") return "\\r";
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
}

/** @returns the text with its line breaks kept, tabs as spaces, and everything else visible. */
export function visibleLines(text: string): string[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => visible(line.replaceAll("\t", "    ")));
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
