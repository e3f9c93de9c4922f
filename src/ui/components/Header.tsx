import { Box, Text } from "ink";
import stringWidth from "string-width";
import { visible } from "../../core/display.ts";
import type { Screen, ScreenName } from "../../session/state.ts";
import { toneStyle, useTheme } from "../theme.ts";
import { Words } from "./Words.tsx";

/** The nine steps of the procedure; choosing and consenting are parts of one. */
const STEPS: Record<ScreenName, number> = {
  connection: 1,
  undo: 1,
  stamp: 2,
  tables: 3,
  chain: 4,
  path: 5,
  clear: 5,
  candidate: 5,
  review: 6,
  consent: 6,
  run: 7,
  verify: 8,
  report: 9,
};
const LAST_STEP = 9;

export function Header({ screen, width }: { screen: Screen; width: number }) {
  const theme = useTheme();
  const { text, symbols } = theme;
  const { name } = screen;
  const step = text.screens.step(STEPS[name], LAST_STEP, text.screens.titles[name]);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box width={width} justifyContent="space-between" gap={2}>
        <Box flexShrink={0}>
          <Words tone="accent">{step}</Words>
        </Box>
        <Text {...toneStyle("muted", theme)} wrap="truncate-start">
          {place(screen)}
        </Text>
      </Box>
      <Words tone="muted">
        {symbols.rule.repeat(Math.floor(width / stringWidth(symbols.rule)))}
      </Words>
    </Box>
  );
}

/** Which database it is, on every screen once it is known: the wrong one is the worst mistake. */
function place(screen: Screen): string {
  if (!("seen" in screen)) return "restamp";
  const { role, host, port, database } = screen.seen.server;
  return visible(`restamp  ${role}@${host}:${port}/${database}`);
}
