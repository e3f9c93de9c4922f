import { Box, Text, useWindowSize } from "ink";
import { useState } from "react";
import { Column, Toned, Words } from "./components/Words.tsx";
import { unwrapped } from "./practice/Story.tsx";
import { useKeyNames, useTheme } from "./theme.ts";
import { useKeys } from "./use-keys.ts";

interface Listed {
  readonly title: string;
  readonly story: string;
}

interface ScenarioMenuProps {
  readonly scenarios: readonly Listed[];
  readonly onChoose: (index: number) => void;
  readonly onLeave: () => void;
}

interface MenuProps {
  readonly scenarios: readonly Listed[];
  readonly cursor: number;
}

/** Title, story, keys and the blank lines between the parts. */
const AROUND = 6;

/** Terminals with less than this have no room for the words above the list. */
const LEAST_WITH_INTRO = 20;

/** So much of a story is drawn anew with each move; the lesson begins with all of it. */
const MOST_OF_A_STORY = 76;

/** One line for each scenario, and how the story begins of the one under the cursor. */
export function ScenarioMenu({ scenarios, onChoose, onLeave }: ScenarioMenuProps) {
  const { linear } = useTheme();
  const { height } = useRoom();
  const [cursor, setCursor] = useState(0);
  const [isHelp, setIsHelp] = useState(false);
  const move = (by: number) =>
    setCursor((at) => Math.max(0, Math.min(scenarios.length - 1, at + by)));
  useKeys((name) => {
    // Whatever closes the help does nothing else.
    if (isHelp && name !== "ctrlC") return setIsHelp(false);
    switch (name) {
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
      case "?":
        return setIsHelp(true);
      case "q":
      case "escape":
      case "ctrlC":
        return onLeave();
    }
  });
  if (isHelp) return <MenuHelp />;
  const menu = { scenarios, cursor };
  return linear ? <SpokenMenu {...menu} /> : <DrawnMenu {...menu} />;
}

function DrawnMenu({ scenarios, cursor }: MenuProps) {
  const { text, symbols } = useTheme();
  const { columns, rows } = useWindowSize();
  const { height, hasIntro } = useRoom();
  // Page by page: a list that scrolls with the cursor is drawn anew with each move.
  const last = Math.max(0, scenarios.length - height);
  const first = Math.min(last, Math.floor(cursor / height) * height);
  return (
    <Box width={columns} height={rows} flexDirection="column" gap={1} overflow="hidden">
      <Column>
        <Text wrap="truncate">
          <Toned tone="accent">{text.practice.title}</Toned>
          {scenarios.length > height && (
            <Toned tone="muted">{`   ${text.practice.page(first + 1, first + height, scenarios.length)}`}</Toned>
          )}
        </Text>
        {hasIntro && <Words tone="muted">{text.practice.intro}</Words>}
      </Column>
      <Column>
        {scenarios.slice(first, first + height).map(({ title }, index) => {
          const at = first + index;
          const number = String(at + 1).padStart(2);
          return (
            <Text key={at} wrap="truncate">
              <Toned tone="accent">{at === cursor ? `${symbols.cursor} ` : "  "}</Toned>
              <Toned tone={at === cursor ? "accent" : "plain"}>{`${number}  ${title}`}</Toned>
            </Text>
          );
        })}
      </Column>
      <Box width={Math.min(columns, MOST_OF_A_STORY)} flexShrink={0}>
        <Text wrap="truncate">{unwrapped(scenarios[cursor]?.story ?? "")}</Text>
      </Box>
      <MenuKeys />
    </Box>
  );
}

/** All of them, in words; where the cursor is stands last, and is all that a move changes. */
function SpokenMenu({ scenarios, cursor }: MenuProps) {
  const { text } = useTheme();
  const chosen = scenarios[cursor];
  return (
    <Column>
      <Words>{text.practice.title}</Words>
      <Words>{text.practice.intro}</Words>
      {scenarios.map(({ title }, index) => (
        <Words key={title}>{`${index + 1}. ${title}`}</Words>
      ))}
      <MenuKeys />
      <Words>{`${text.spoken.chosen} ${cursor + 1}. ${chosen?.title}. ${unwrapped(chosen?.story ?? "")}`}</Words>
    </Column>
  );
}

function MenuHelp() {
  const { practice } = useTheme().text;
  const { columns, rows } = useWindowSize();
  return (
    <Box width={columns} height={rows} flexDirection="column" gap={1} overflow="hidden">
      <Words tone="accent">{practice.title}</Words>
      <Words>{practice.menuHelp}</Words>
      <MenuKeys />
    </Box>
  );
}

function MenuKeys() {
  const { text } = useTheme();
  const { upDown } = useKeyNames();
  return (
    <Text wrap="truncate">
      <Toned tone="muted">{text.practice.menuKeys(upDown)}</Toned>
    </Text>
  );
}

/** How many scenarios the window has room for. */
function useRoom() {
  const { practice } = useTheme().text;
  const { columns, rows } = useWindowSize();
  const hasIntro = rows >= LEAST_WITH_INTRO;
  const introLines = hasIntro ? linesOf(practice.intro, columns) : 0;
  return { hasIntro, height: Math.max(1, rows - AROUND - introLines) };
}

/** A little more than the letters take: words are wrapped whole. */
function linesOf(text: string, columns: number): number {
  return Math.ceil((text.length * 1.1) / columns);
}
