import { Box, Text, useWindowSize } from "ink";
import stringWidth from "string-width";
import { type Tone, toneStyle, useTheme } from "../theme.ts";
import { Column, Words } from "./Words.tsx";

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

interface TableProps {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The column that gives way when the room is short. */
  readonly elastic: number;
}

const GAP = 2;
/** Shorter than this, names that begin alike could not be told apart. */
const LEAST_ELASTIC = 16;

/**
 * Aligned columns. Where the room is short the last ones are left out as long as the elastic one
 * would get too little; what still does not fit is cut in that one, and shown to be cut.
 */
export function Table({ headers, rows, elastic }: TableProps) {
  const theme = useTheme();
  const { columns } = useWindowSize();
  const widths = headers.map((header, at) =>
    Math.max(stringWidth(header), ...rows.map((row) => stringWidth(row[at]?.text ?? ""))),
  );
  if (theme.linear) return <SpokenTable headers={headers} rows={rows} />;
  const shown = fitting(widths, elastic, columns);
  const line = (cells: readonly Cell[], key: string, tone?: Tone) => (
    <Box key={key} gap={GAP}>
      {cells.slice(0, shown).map((cell, at) => (
        <Box
          key={`${key}:${at}`}
          width={widths[at] ?? 0}
          flexShrink={at === elastic ? 1 : 0}
          minWidth={at === elastic ? 6 : (widths[at] ?? 0)}
        >
          <Text {...toneStyle(tone ?? cell.tone ?? "plain", theme)} wrap="truncate-end">
            {cell.text}
          </Text>
        </Box>
      ))}
    </Box>
  );
  return (
    <Column>
      {line(
        headers.map((text) => ({ text })),
        "headers",
        "muted",
      )}
      {rows.map((row, index) => line(row, `row ${index}`))}
    </Column>
  );
}

/** @returns how many columns there is room for, the elastic one always among them */
function fitting(widths: readonly number[], elastic: number, room: number): number {
  const needed = widths.map((width, at) =>
    at === elastic ? Math.min(width, LEAST_ELASTIC) : width,
  );
  let shown = widths.length;
  const taken = () => needed.slice(0, shown).reduce((sum, width) => sum + width + GAP, -GAP);
  while (shown > elastic + 1 && taken() > room) shown -= 1;
  return shown;
}

/** Each row with the names of its columns: what is above it has been read long ago. */
function SpokenTable({ headers, rows }: Omit<TableProps, "elastic">) {
  const spoken = (row: readonly Cell[]) =>
    headers
      .map((header, at) => (row[at]?.text ? `${header}: ${row[at].text}` : ""))
      .filter(Boolean)
      .join("; ");
  return (
    <Column>
      {rows.map((row, index) => (
        <Words key={`${index}:${row[0]?.text}`}>{spoken(row)}</Words>
      ))}
    </Column>
  );
}
