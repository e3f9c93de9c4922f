/** Draws what a terminal shows as an SVG: the pictures in the docs come from real runs. */
import type xterm from "@xterm/headless";

type Screen = InstanceType<typeof xterm.Terminal>;
type Cell = NonNullable<
  ReturnType<NonNullable<ReturnType<Screen["buffer"]["active"]["getLine"]>>["getCell"]>
>;

const CELL = { width: 8.4, height: 18 };
const MARGIN = 12;
const PAPER = "#1e1e24";
const INK = "#dcdce0";

/** The eight colours of a terminal, readable on the paper. */
const PALETTE = [
  "#3b3b45",
  "#f07178",
  "#8fd18f",
  "#e8c76a",
  "#7aa2f7",
  "#c792ea",
  "#6fd1d6",
  "#dcdce0",
];

/**
 * @param title what is read out where the picture cannot be seen
 * @returns the picture of the visible rows
 */
export function drawScreen(screen: Screen, title: string): string {
  const width = screen.cols * CELL.width + 2 * MARGIN;
  const height = screen.rows * CELL.height + 2 * MARGIN;
  const rows = Array.from({ length: screen.rows }, (_, row) => drawRow(screen, row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>`,
    ...rows.filter((row) => row !== ""),
    "</svg>",
    "",
  ].join("\n");
}

function drawRow(screen: Screen, row: number): string {
  const line = screen.buffer.active.getLine(row + screen.buffer.active.viewportY);
  if (!line) return "";
  const runs: { from: number; text: string; style: string }[] = [];
  for (let column = 0; column < screen.cols; column += 1) {
    const cell = line.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const last = runs.at(-1);
    const text = cell.getChars() || " ";
    if (last && last.style === style) last.text += text;
    else runs.push({ from: column, text, style });
  }
  const y = MARGIN + row * CELL.height + 13;
  return runs
    .filter((run) => run.text.trim() !== "")
    .map(({ from, text, style }) => {
      const shown = text.trimEnd();
      const x = (MARGIN + from * CELL.width).toFixed(1);
      // The length is fixed, so that the columns stand whatever font there is.
      const length = (shown.length * CELL.width).toFixed(1);
      return `<text x="${x}" y="${y}" textLength="${length}" xml:space="preserve" ${style}>${escapeXml(shown)}</text>`;
    })
    .join("\n");
}

function styleOf(cell: Cell): string {
  const color = cell.isFgPalette() ? (PALETTE[cell.getFgColor() % 8] ?? INK) : INK;
  const weight = cell.isBold() ? ' font-weight="bold"' : "";
  const opacity = cell.isDim() ? ' opacity="0.6"' : "";
  return `fill="${color}"${weight}${opacity}`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
