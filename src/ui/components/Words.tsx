import { Box, Text, Transform } from "ink";
import type { ReactNode } from "react";
import stringWidth from "string-width";
import { type Tone, toneStyle, useTheme } from "../theme.ts";

interface WordsProps {
  tone?: Tone;
  children: ReactNode;
}

/** Words of their own, over as many lines as they need. */
export function Words(props: WordsProps) {
  return (
    <Transform transform={withoutLeadingBlank}>
      <Toned {...props} />
    </Transform>
  );
}

/** Words within a line of others. */
export function Toned({ tone = "plain", children }: WordsProps) {
  return <Text {...toneStyle(tone, useTheme())}>{children}</Text>;
}

/** The codes of colours, and a single blank. */
const LEADING_BLANK = /^((?:\S\[[\d;]*m)*) (?=[^ ])/;

/** Where a line is full to the last column, Ink begins the next one with the blank between them. */
function withoutLeadingBlank(line: string, index: number): string {
  return index === 0 ? line : line.replace(LEADING_BLANK, "$1");
}

/** A sentence with the symbol of its tone before it. */
export function Notice({
  tone,
  children,
}: {
  tone: "good" | "warning" | "bad";
  children: ReactNode;
}) {
  const { symbols } = useTheme();
  return (
    <Box>
      <Box flexShrink={0} width={2}>
        <Words tone={tone}>{symbols[tone]}</Words>
      </Box>
      <Words tone={tone === "good" ? "plain" : tone}>{children}</Words>
    </Box>
  );
}

/** A line from one side of the window to the other. */
export function Rule({ width }: { width: number }) {
  const { symbols, linear } = useTheme();
  if (linear) return null;
  return (
    <Words tone="muted">{symbols.rule.repeat(Math.floor(width / stringWidth(symbols.rule)))}</Words>
  );
}

/** Blocks one below the other, with a blank line between them. */
export function Stack({ children }: { children: ReactNode }) {
  return (
    <Box flexDirection="column" gap={1}>
      {children}
    </Box>
  );
}

export function Column({ children }: { children: ReactNode }) {
  return <Box flexDirection="column">{children}</Box>;
}
