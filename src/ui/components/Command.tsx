import { Box, Text } from "ink";
import { visible } from "../../core/display.ts";
import { toneStyle, useTheme } from "../theme.ts";
import { Column, Words } from "./Words.tsx";

interface CommandProps {
  /** What runs: a command line, or SQL. */
  readonly text: string;
  readonly kind: "command" | "sql";
  /** The real output, made safe to draw. */
  readonly output?: readonly string[];
  /** How many lines of a longer output are shown: its last ones. */
  readonly most?: number;
}

export function Command({ text, kind, output = [], most = 8 }: CommandProps) {
  const theme = useTheme();
  const { spoken } = theme.text;
  const sign = theme.linear
    ? kind === "sql"
      ? spoken.sql
      : spoken.command
    : kind === "sql"
      ? ">"
      : "$";
  return (
    <Column>
      {text.split("\n").map((line, index) => (
        <Box key={`${index}:${line}`}>
          <Box flexShrink={0} width={2}>
            <Words tone="muted">{index > 0 ? " " : sign}</Words>
          </Box>
          <Text {...toneStyle("command", theme)} wrap="wrap">
            {visible(line)}
          </Text>
        </Box>
      ))}
      <OutputLines lines={output} most={most} />
    </Column>
  );
}

/** Between the names of columns and the rows, as psql has it: nothing to be read out. */
const RULE = /^[-+]{3,}$/;

/** The last lines of an output, each behind a bar, however it wraps. */
export function OutputLines({ lines, most }: { lines: readonly string[]; most: number }) {
  const { symbols, linear } = useTheme();
  const shown = lines.slice(-most).filter((line) => !linear || !RULE.test(line));
  return (
    <Column>
      {lines.length > most && <Words tone="muted">{`  ${symbols.ellipsis}`}</Words>}
      {shown.map((line, index) => (
        <Box key={`${index}:${line}`}>
          <Box flexShrink={0} width={2}>
            <Words tone="muted">{symbols.bar}</Words>
          </Box>
          <Text wrap="wrap">{visible(line)}</Text>
        </Box>
      ))}
    </Column>
  );
}
