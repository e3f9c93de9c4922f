import type { LogEntry } from "../../io/ports/command.ts";
import type { ScreenName } from "../../session/screens/state.ts";
import type { Binding } from "../binding.ts";
import { Command } from "../components/Command.tsx";
import { KeyList } from "../components/KeyList.tsx";
import { Column, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

export function Log({ log }: { log: readonly LogEntry[] }) {
  const text = useText();
  const texts = text.screens.log;
  return (
    <Stack>
      <Words tone="accent">{log.length === 0 ? texts.empty : texts.title}</Words>
      {log.map((entry, index) => (
        <Column key={`${index}:${entry.text}`}>
          <Command kind={entry.kind} text={entry.text} output={entry.output} most={40} />
          <Words tone={entry.failed ? "bad" : "muted"}>
            {[
              ...(entry.rows === null ? [] : [text.screens.stamp.rowCount(entry.rows)]),
              texts.took(Math.round(entry.took)),
              ...(entry.failed ? [texts.failed] : []),
            ].join("  ")}
          </Words>
        </Column>
      ))}
    </Stack>
  );
}

interface HelpProps {
  readonly screen: ScreenName;
  /** What the screen's keys do, with those that the footer has no room for. */
  readonly bindings: readonly Binding[];
}

export function Help({ screen, bindings }: HelpProps) {
  const text = useText();
  return (
    <Stack>
      <Words tone="accent">{text.screens.titles[screen]}</Words>
      <Words>{text.keys.help[screen]}</Words>
      <KeyList bindings={bindings} />
    </Stack>
  );
}
