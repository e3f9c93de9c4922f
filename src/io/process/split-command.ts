/** Splits a command line at spaces, with single and double quotes as a shell has them. */
export function splitCommand(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) =>
      double === undefined ? single : double.replace(/\\(["\\$`])/g, "$1"),
    ),
  );
}

/** @returns a command line that {@link splitCommand} splits into these words again */
export function joinCommand(words: readonly string[]): string {
  const quoted = (word: string) => `"${word.replace(/["\\$`]/g, "\\$&")}"`;
  return words.map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : quoted(word))).join(" ");
}
