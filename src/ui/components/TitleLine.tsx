import { Box, Text } from "ink";
import { toneStyle, useTheme } from "../theme.ts";
import { Column, Rule, Words } from "./Words.tsx";

interface TitleLineProps {
  readonly title: string;
  readonly place: string;
  /** Which end of the place may be cut. */
  readonly wrap: "truncate-start" | "truncate-end";
  readonly width: number;
}

/** What this is, where one is, and a line below. */
export function TitleLine({ title, place, wrap, width }: TitleLineProps) {
  const theme = useTheme();
  if (theme.linear) {
    return (
      <Column>
        <Words>{title}</Words>
        <Words>{place}</Words>
      </Column>
    );
  }
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box width={width} justifyContent="space-between" gap={2}>
        <Box flexShrink={0}>
          <Words tone="accent">{title}</Words>
        </Box>
        <Text {...toneStyle("muted", theme)} wrap={wrap}>
          {place}
        </Text>
      </Box>
      <Rule width={width} />
    </Box>
  );
}
