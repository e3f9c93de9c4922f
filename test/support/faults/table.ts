/** The matrix as docs/operators/faults.md prints it. */
import { casesOf, FAULTS, type Fault, type When } from "./cases.ts";
import { ROWS } from "./rows.ts";

const LETTERS: Record<When, string> = {
  "before it": "B",
  "before its commit": "C",
  "after it": "A",
};

export const ALL_FAULTS = Object.keys(FAULTS) as Fault[];

/** One line per step: its path, its name, and a cell per fault with the moments that are tried. */
export function matrix(): string[] {
  const cases = ALL_FAULTS.map((fault) => casesOf(fault));
  const cells = (line: readonly string[]) => `| ${line.join(" | ")} |`;
  const lines = ROWS.map((row) => {
    const tried = cases.map((column) => {
      const moments = column.filter((each) => each.row === row).map(({ when }) => LETTERS[when]);
      const letters = Object.values(LETTERS).filter((letter) => moments.includes(letter));
      return letters.length === 0 ? "–" : letters.join(" ");
    });
    return cells([`\`${row.path.name}\``, `\`${row.step}\``, ...tried]);
  });
  const head = ["path", "step", ...ALL_FAULTS];
  return [cells(head), cells(head.map(() => "---")), ...lines];
}
