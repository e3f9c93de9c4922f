/** Header, scrolling body and footer of the coach's own views. */
import { Box, useInput, useWindowSize } from "ink";
import { type ReactNode, useRef, useState } from "react";
import type { LessonMessage } from "../../practice/coach/lesson.ts";
import { Footer } from "../components/Footer.tsx";
import { ScrollView } from "../components/ScrollView.tsx";
import { Words } from "../components/Words.tsx";
import { type Binding, keyName } from "../keys.ts";
import { useTheme } from "../theme.ts";

interface FrameProps {
  readonly title: string;
  readonly place: string;
  readonly bindings: readonly Binding[];
  readonly send: (message: LessonMessage) => void;
  readonly onLeave: () => void;
  /** What is written below stays in sight; otherwise the beginning does. */
  readonly atEnd?: boolean;
  readonly children: ReactNode;
}

const PAGE = 8;

export function Frame({ title, place, bindings, send, onLeave, atEnd, children }: FrameProps) {
  const { text, symbols } = useTheme();
  const { columns, rows } = useWindowSize();
  const [offset, setOffset] = useState(atEnd ? Number.POSITIVE_INFINITY : 0);
  const limit = useRef(0);
  const scrollTo = (to: (from: number) => number) =>
    setOffset((from) => Math.max(0, to(Math.min(from, limit.current))));
  useInput((input, key) => {
    const name = keyName(input, key);
    if (name === "ctrlC") return onLeave();
    if (name === "pageDown") return scrollTo((from) => from + PAGE);
    if (name === "pageUp") return scrollTo((from) => from - PAGE);
    const binding = bindings.find(({ keys }) => name !== null && keys.includes(name));
    if (binding?.intent.type === "lesson") send(binding.intent.message);
  });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box width={columns} justifyContent="space-between">
        <Words tone="accent">{title}</Words>
        <Words tone="muted">{place}</Words>
      </Box>
      <Words tone="muted">{symbols.rule.repeat(columns)}</Words>
      <ScrollView
        height={Math.max(1, rows - 3)}
        offset={offset}
        limit={limit}
        scrollTo={scrollTo}
        hint={(above, below) => <Words tone="muted">{text.screens.more(above, below)}</Words>}
      >
        {children}
      </ScrollView>
      <Footer bindings={bindings} width={columns} />
    </Box>
  );
}
