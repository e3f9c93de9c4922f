/** Reads a view to its end, as somebody does who scrolls. */
import type { Terminal } from "./terminal.ts";

interface Page {
  /** How many lines are hidden above it, and below it. */
  readonly above: number;
  readonly below: number;
  readonly lines: readonly string[];
}

/** What lies between the header and the footer; the hint, where there is one, is its last line. */
function pageOf(terminal: Terminal): Page {
  const body = terminal.screen().slice(2, -1);
  const hint = body.at(-1) ?? "";
  const hidden = (key: string) =>
    Number(new RegExp(`(\\d+)[^(\\d]*\\(${key}\\)`).exec(hint)?.[1] ?? 0);
  const [above, below] = [hidden("PgUp"), hidden("PgDn")];
  return { above, below, lines: above + below > 0 ? body.slice(0, -1) : body };
}

/** @returns every line of the view, from its first to its last */
async function readAll(terminal: Terminal): Promise<readonly string[]> {
  const turn = async (key: "PageUp" | "PageDown") => {
    const { above } = pageOf(terminal);
    terminal.press(key);
    const isTurned = () => {
      const page = pageOf(terminal);
      // A new view that fits has the hint of the one before it until it is measured.
      return page.above !== above || page.above + page.below === 0;
    };
    await terminal.waitUntil(isTurned, `another page by ${key}`);
  };
  // A new view is drawn once more when it has been measured.
  await terminal.quiet(60);
  while (pageOf(terminal).above > 0) await turn("PageUp");
  const lines: string[] = [];
  for (;;) {
    const { above, below, lines: page } = pageOf(terminal);
    for (const [at, line] of page.entries()) lines[above + at] = line;
    if (below === 0) return lines;
    await turn("PageDown");
  }
}

/** The same, however its lines were broken: without the room between the words. */
export async function readLetters(terminal: Terminal): Promise<string> {
  return (await readAll(terminal)).join("").replace(/\s+/g, "");
}
