/** Colours and symbols, in one place. Colour never carries a meaning alone: a symbol says it too. */
import { createContext, useContext } from "react";
import type { RevisionVerdict } from "../core/diagnosis/types.ts";
import { en } from "../text/en/index.ts";
import type { Text } from "../text/index.ts";

export type Tone = "plain" | "muted" | "command" | "good" | "warning" | "bad" | "accent";

interface Symbols {
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
  readonly busy: string;
  readonly waiting: string;
  readonly cursor: string;
  readonly bar: string;
  readonly rule: string;
  readonly pointer: string;
  readonly ellipsis: string;
  readonly revision: Record<RevisionVerdict, string>;
}

const UNICODE: Symbols = {
  good: "✓",
  warning: "!",
  bad: "✗",
  busy: "…",
  waiting: "·",
  cursor: "❯",
  bar: "│",
  rule: "─",
  pointer: "◀",
  ellipsis: "…",
  revision: { applied: "●", absent: "○", partial: "◐", no_trace: "·" },
};

export const ASCII: Symbols = {
  good: "+",
  warning: "!",
  bad: "x",
  busy: "~",
  waiting: ".",
  cursor: ">",
  bar: "|",
  rule: "-",
  pointer: "<",
  ellipsis: "~",
  revision: { applied: "*", absent: "o", partial: "%", no_trace: "." },
};

/** Words instead of signs; what only orders the page has none. */
function spokenSymbols({ spoken }: Text, { ellipsis }: Symbols): Symbols {
  const { good, warning, bad, busy, waiting, pointsHere } = spoken;
  const silent = { bar: "", rule: "" };
  const revision = { applied: "", absent: "", partial: "", no_trace: "" };
  const pointer = pointsHere;
  return { good, warning, bad, busy, waiting, cursor: ":", pointer, ellipsis, revision, ...silent };
}

export interface Theme {
  readonly symbols: Symbols;
  readonly colors: boolean;
  readonly ascii: boolean;
  /** Written line by line, for a screen reader or a terminal without a cursor: nothing is drawn. */
  readonly linear: boolean;
  readonly text: Text;
}

interface ThemeOptions extends Omit<Theme, "symbols" | "linear"> {
  readonly linear?: boolean;
}

export function themeFor({ linear = false, ...options }: ThemeOptions): Theme {
  const drawn = options.ascii ? ASCII : UNICODE;
  return { ...options, linear, symbols: linear ? spokenSymbols(options.text, drawn) : drawn };
}

/** What a tone looks like, as properties of Ink's <Text>. */
export function toneStyle(tone: Tone, { colors }: Theme) {
  const color = (name: string) => (colors ? { color: name } : {});
  switch (tone) {
    case "plain":
      return {};
    case "muted":
      return colors ? { dimColor: true } : {};
    case "command":
      return { bold: true, ...color("cyan") };
    case "good":
      return color("green");
    case "warning":
      return color("yellow");
    case "bad":
      return { bold: true, ...color("red") };
    case "accent":
      return { bold: true };
  }
}

export const ThemeContext = createContext<Theme>(
  themeFor({ ascii: false, colors: true, text: en }),
);

export function useTheme(): Theme {
  return useContext(ThemeContext);
}

export function useText(): Text {
  return useTheme().text;
}

/** How keys are called where arrows cannot be drawn, or are read out. */
export function useKeyNames(): Text["keys"]["names"] {
  const { text, ascii, linear } = useTheme();
  const { names, asciiNames } = text.keys;
  return ascii || linear ? { ...names, ...asciiNames } : names;
}
