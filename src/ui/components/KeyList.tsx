import { Box } from "ink";
import stringWidth from "string-width";
import type { Text } from "../../text/index.ts";
import type { Binding } from "../binding.ts";
import { useKeyNames, useTheme } from "../theme.ts";
import { Column, Words } from "./Words.tsx";

/** Every key that means something here, in the order of the footer, and what it does. */
export function KeyList({ bindings }: { bindings: readonly Binding[] }) {
  const { text, linear } = useTheme();
  const names = useKeyNames();
  // What is written line by line does not scroll.
  const meaning = bindings.filter(({ intent }) => !linear || intent.type !== "scroll");
  const rows = rowsOf(meaning, names);
  const width = Math.max(...rows.map(({ keys }) => stringWidth(keys)));
  return (
    <Column>
      {rows.map(({ keys, label }) => (
        <Box key={label} gap={2}>
          <Box width={width} flexShrink={0}>
            <Words tone="command">{keys}</Words>
          </Box>
          <Words>{text.keys.labels[label]}</Words>
        </Box>
      ))}
    </Column>
  );
}

type Names = Text["keys"]["names"];

/** Keys that do the same in two directions share a row. */
function rowsOf(bindings: readonly Binding[], names: Names) {
  const labels = [...new Set(bindings.map(({ label }) => label))];
  return labels.map((label) => {
    const same = bindings.filter((binding) => binding.label === label);
    const shown = same.flatMap((binding) => binding.shown ?? []);
    const all = shown.length > 0 ? shown : same.flatMap(({ keys }) => namesOf(keys, names));
    return { label, keys: [...new Set(all)].join(" ") };
  });
}

/** j, k and the space bar do what other keys do that are named. */
function namesOf(keys: readonly string[], names: Names): string[] {
  const named: Readonly<Record<string, string>> = {
    up: names.upDown,
    pageUp: names.pages,
    pageDown: names.pages,
    home: names.ends,
    end: names.ends,
    ctrlC: names.ctrlC,
    ctrlZ: names.ctrlZ,
    x: "x",
  };
  return keys.flatMap((key) => named[key] ?? []);
}
