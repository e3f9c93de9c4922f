import { Box, Text, useInput, useWindowSize } from "ink";
import { useState } from "react";
import { Column, Words } from "./components/Words.tsx";
import { keyName } from "./keys.ts";
import { useTheme } from "./theme.ts";

interface ScenarioMenuProps {
  readonly scenarios: readonly { readonly title: string; readonly story: string }[];
  readonly onChoose: (index: number) => void;
  readonly onLeave: () => void;
}

/** Title, keys and the blank lines between the parts. */
const AROUND = 5;

/** Terminals with less than this have no room for the story, and for the words above the list. */
const LEAST_WITH_STORY = 16;
const LEAST_WITH_INTRO = 20;

/** A little more than the letters take: words are wrapped whole. */
function linesOf(text: string, columns: number): number {
  return Math.ceil((text.length * 1.1) / columns);
}

/** One line for each scenario, and the story of the one under the cursor. */
export function ScenarioMenu({ scenarios, onChoose, onLeave }: ScenarioMenuProps) {
  const { text, ascii, symbols } = useTheme();
  const arrows = ascii ? text.keys.asciiNames.upDown : text.keys.names.upDown;
  const { columns, rows } = useWindowSize();
  const [cursor, setCursor] = useState(0);
  const move = (by: number) =>
    setCursor((at) => Math.max(0, Math.min(scenarios.length - 1, at + by)));
  const hasStory = rows >= LEAST_WITH_STORY;
  const introLines = rows >= LEAST_WITH_INTRO ? linesOf(text.practice.intro, columns) : 0;
  // As much for each, so that the list does not jump.
  const longest = Math.max(...scenarios.map(({ story }) => linesOf(story, columns)));
  const storyLines = hasStory ? Math.min(longest, Math.floor(rows / 3)) : 0;
  const height = Math.max(1, rows - AROUND - introLines - storyLines);
  useInput((input, key) => {
    switch (keyName(input, key)) {
      case "up":
      case "k":
        return move(-1);
      case "down":
      case "j":
        return move(1);
      case "pageUp":
        return move(-height);
      case "pageDown":
        return move(height);
      case "enter":
        return onChoose(cursor);
      case "q":
      case "escape":
      case "ctrlC":
        return onLeave();
    }
  });
  // The cursor stays in the middle, but at both ends.
  const last = Math.max(0, scenarios.length - height);
  const first = Math.min(last, Math.max(0, cursor - Math.floor(height / 2)));
  return (
    <Box width={columns} height={rows} flexDirection="column" gap={1} overflow="hidden">
      <Column>
        <Text wrap="truncate">
          <Words tone="accent">{text.practice.title}</Words>
        </Text>
        {introLines > 0 && <Words tone="muted">{text.practice.intro}</Words>}
      </Column>
      <Column>
        {scenarios.slice(first, first + height).map(({ title }, index) => {
          const at = first + index;
          const number = String(at + 1).padStart(2);
          return (
            <Text key={at} wrap="truncate">
              <Words tone="accent">{at === cursor ? `${symbols.cursor} ` : "  "}</Words>
              <Words tone={at === cursor ? "accent" : "plain"}>{`${number}  ${title}`}</Words>
            </Text>
          );
        })}
      </Column>
      {hasStory && (
        <Box height={storyLines} overflow="hidden" flexShrink={0}>
          <Words>{scenarios[cursor]?.story}</Words>
        </Box>
      )}
      <Text wrap="truncate">
        <Words tone="muted">{text.practice.menuKeys(arrows)}</Words>
      </Text>
    </Box>
  );
}
