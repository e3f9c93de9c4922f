import { Box, useInput, useWindowSize } from "ink";
import { useState } from "react";
import { Choices } from "./components/Choices.tsx";
import { Stack, Words } from "./components/Words.tsx";
import { keyName } from "./keys.ts";
import { useTheme } from "./theme.ts";

interface ScenarioMenuProps {
  readonly names: readonly string[];
  readonly onChoose: (index: number) => void;
  readonly onLeave: () => void;
}

export function ScenarioMenu({ names, onChoose, onLeave }: ScenarioMenuProps) {
  const { text, ascii } = useTheme();
  const arrows = ascii ? text.keys.asciiNames.upDown : text.keys.names.upDown;
  const { columns } = useWindowSize();
  const [cursor, setCursor] = useState(0);
  useInput((input, key) => {
    switch (keyName(input, key)) {
      case "up":
      case "k":
        return setCursor((at) => Math.max(0, at - 1));
      case "down":
      case "j":
        return setCursor((at) => Math.min(names.length - 1, at + 1));
      case "enter":
        return onChoose(cursor);
      case "q":
      case "escape":
      case "ctrlC":
        return onLeave();
    }
  });
  const texts: Record<string, { title: string; story: string }> = text.practice.scenarios;
  return (
    <Box width={columns} flexDirection="column">
      <Stack>
        <Words tone="accent">{text.practice.title}</Words>
        <Words>{text.practice.intro}</Words>
        <Choices
          cursor={cursor}
          items={names.map((name) => ({
            name: texts[name]?.title ?? name,
            what: texts[name]?.story ?? "",
            refusal: null,
          }))}
        />
        <Words tone="muted">{text.practice.menuKeys(arrows)}</Words>
      </Stack>
    </Box>
  );
}
