const WORD = /(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g;

/** Splits a command line at spaces, with single and double quotes as a shell has them. */
export function splitCommand(text: string): string[] {
  const words = text.match(WORD) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) =>
      double === undefined ? single : double.replace(/\\(["\\$`])/g, "$1"),
    ),
  );
}

/** @returns whether each quote of the command line is closed */
export function isEachQuoteClosed(text: string): boolean {
  return text.replace(WORD, "").trim() === "";
}

/** @returns a command line that {@link splitCommand} splits into these words again */
export function joinCommand(words: readonly string[]): string {
  const quoted = (word: string) => `"${word.replace(/["\\$`]/g, "\\$&")}"`;
  return words.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : quoted(word))).join(" ");
}
