import { Box, Text } from "ink";
import type { ReactNode } from "react";
import stringWidth from "string-width";
import { type Tone, toneStyle, useTheme } from "../theme.ts";

export function Words({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <Text {...toneStyle(tone, useTheme())}>{children}</Text>;
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
