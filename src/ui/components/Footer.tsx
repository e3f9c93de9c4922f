import { Box, Text } from "ink";
import stringWidth from "string-width";
import type { Binding } from "../binding.ts";
import { toneStyle, useTheme } from "../theme.ts";
import { Words } from "./Words.tsx";

interface Entry {
  readonly shown: string;
  readonly label: string;
  /** Stays whatever the width: the help lists every key. */
  readonly stays: boolean;
}

const BETWEEN = "  ";

/** The keys that mean something now, the most important first; one that does not fit whole is left out. */
export function Footer({ bindings, width }: { bindings: readonly Binding[]; width: number }) {
  const theme = useTheme();
  const entries = bindings.flatMap(({ keys, shown, label }): Entry[] =>
    shown === null
      ? []
      : [{ shown, label: theme.text.keys.labels[label], stays: keys.includes("?") }],
  );
  if (theme.linear) {
    const all = entries.map(({ shown, label }) => `${shown} ${label}`).join(", ");
    return all === "" ? null : <Words>{`${theme.text.spoken.keys} ${all}`}</Words>;
  }
  return (
    <Box width={width} height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        {whatFits(entries, width).map(({ shown, label }, index) => (
          <Text key={`${shown} ${label}`}>
            {index > 0 ? BETWEEN : ""}
            <Text {...toneStyle("command", theme)}>{shown}</Text>
            {` ${label}`}
          </Text>
        ))}
      </Text>
    </Box>
  );
}

/** @returns the entries that fit whole, in their order; the first one in any case */
function whatFits(entries: readonly Entry[], width: number): readonly Entry[] {
  const widthOf = (some: readonly Entry[]) =>
    stringWidth(some.map(({ shown, label }) => `${shown} ${label}`).join(BETWEEN));
  let fitting = entries;
  while (fitting.length > 1 && widthOf(fitting) > width) {
    const last = fitting.findLastIndex(({ stays }, at) => at > 0 && !stays);
    if (last < 0) break;
    fitting = fitting.filter((_, at) => at !== last);
  }
  return fitting;
}
