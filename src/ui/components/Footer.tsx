import { Box, Text } from "ink";
import type { Binding } from "../keys.ts";
import { toneStyle, useTheme } from "../theme.ts";

/** The keys that mean something now, the most important first; what does not fit is cut. */
export function Footer({ bindings, width }: { bindings: readonly Binding[]; width: number }) {
  const theme = useTheme();
  const shown = bindings.filter(({ shown }) => shown !== null);
  return (
    <Box width={width} height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        {shown.map(({ shown, label }, index) => (
          <Text key={`${shown} ${label}`}>
            {index > 0 ? "  " : ""}
            <Text {...toneStyle("command", theme)}>{shown}</Text>
            {` ${theme.text.keys.labels[label]}`}
          </Text>
        ))}
      </Text>
    </Box>
  );
}
