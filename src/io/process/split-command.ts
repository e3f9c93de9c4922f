/** Splits a command line at spaces, with single and double quotes as a shell has them. */
export function splitCommand(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, double, single) =>
      double === undefined ? single : double.replace(/\\(["\\$`])/g, "$1"),
    ),
  );
}
