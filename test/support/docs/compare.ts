/** What a page shows of a command, beside what the command said. */

/** Stands for any text in a line, and alone in a line for any lines. */
const ANYTHING = "…";

/** What is different each time: durations, sums, versions, sessions, room on the disk. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, "SHA"],
  [/\b\d{4}-\d\d-\d\d-\d{4,6}-[0-9a-f]+\b/g, "SESSION"],
  [/\d+[.,]\d+ (s|с)(?![\p{L}])/gu, "0.0 $1"],
  [/\b\d+([.,]\d+)? ([kMGT]?B|[кМГТ]?Б)(?![\p{L}])/gu, "0 $2"],
  [/\b\d+(\.\d+)+(?=[,): ]|$)/g, "1.0"],
];

const steady = (line: string) =>
  CHANGING.reduce((text, [pattern, word]) => text.replace(pattern, word), line);

/** @returns whether the output is what the page shows */
export function isShown(shown: readonly string[], output: readonly string[]): boolean {
  const lines = shown.findLastIndex((line) => line !== "") + 1;
  return matches(shown.slice(0, lines).map(steady), output.map(steady));
}

function matches(shown: readonly string[], output: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return output.length === 0;
  if (first.trim() === ANYTHING) {
    return output.concat("").some((_, from) => matches(rest, output.slice(from)));
  }
  const [line, ...others] = output;
  return line !== undefined && lineMatches(first, line) && matches(rest, others);
}

/** A line that was printed with the sign itself matches as well. */
function lineMatches(shown: string, line: string): boolean {
  const parts = shown.split(ANYTHING).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u").test(line);
}
