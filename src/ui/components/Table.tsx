import { Box, Text } from "ink";
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

/** Aligned columns; what does not fit is cut in the elastic column, and shown to be cut. */
export function Table({ headers, rows, elastic }: TableProps) {
  const theme = useTheme();
  const widths = headers.map((header, at) =>
    Math.max(stringWidth(header), ...rows.map((row) => stringWidth(row[at]?.text ?? ""))),
  );
  if (theme.linear) return <SpokenTable headers={headers} rows={rows} />;
  const line = (cells: readonly Cell[], key: string, tone?: Tone) => (
    <Box key={key} gap={2}>
      {cells.map((cell, at) => (
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
