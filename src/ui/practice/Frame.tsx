/** Header, scrolling body and footer of the coach's own views, and the help over them. */
import { Box, useWindowSize } from "ink";
import { type ReactNode, useRef, useState } from "react";
import type { LessonMessage } from "../../practice/coach/lesson.ts";
import { type Binding, scrolling } from "../binding.ts";
import { Footer } from "../components/Footer.tsx";
import { KeyList } from "../components/KeyList.tsx";
import { ScrollView } from "../components/ScrollView.tsx";
import { TitleLine } from "../components/TitleLine.tsx";
import { Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";
import { useKeys } from "../use-keys.ts";

interface FrameProps {
  readonly title: string;
  readonly place: string;
  /** What `?` says of this view, before its keys. */
  readonly help: string;
  readonly bindings: readonly Binding[];
  readonly send: (message: LessonMessage) => void;
  readonly onLeave: () => void;
  /** What is written below stays in sight; otherwise the beginning does. */
  readonly atEnd?: boolean;
  readonly children: ReactNode;
}

export function Frame(props: FrameProps) {
  const { title, place, help, bindings, send, onLeave, atEnd, children } = props;
  const text = useText();
  const { columns, rows } = useWindowSize();
  const [isHelp, setIsHelp] = useState(false);
  const [offset, setOffset] = useState(atEnd ? Number.POSITIVE_INFINITY : 0);
  const limit = useRef(0);
  const now = isHelp ? overHelp(text.keys.names.escape) : bindings;
  const scrollTo = (to: (from: number) => number) =>
    setOffset((from) => Math.max(0, to(Math.min(from, limit.current))));
  useKeys((name) => {
    if (name === "ctrlC") return onLeave();
    const intent = now.find(({ keys }) => name !== null && keys.includes(name))?.intent;
    if (intent?.type === "lesson") return send(intent.message);
    if (intent?.type === "toggle") {
      setIsHelp(!isHelp);
      return setOffset(0);
    }
    if (intent?.type !== "scroll") return;
    const { by } = intent;
    scrollTo((from) => (by === "top" ? 0 : by === "end" ? Number.POSITIVE_INFINITY : from + by));
  });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <TitleLine title={title} place={place} wrap="truncate-end" width={columns} />
      <ScrollView
        height={Math.max(1, rows - 3)}
        offset={offset}
        limit={limit}
        scrollTo={scrollTo}
        hint={(above, below) => <Words tone="muted">{text.screens.more(above, below)}</Words>}
      >
        {isHelp ? (
          <Stack>
            <Words tone="accent">{title}</Words>
            <Words>{help}</Words>
            <KeyList bindings={bindings} />
          </Stack>
        ) : (
          children
        )}
      </ScrollView>
      <Footer bindings={now} width={columns} />
    </Box>
  );
}

function overHelp(escapeName: string): readonly Binding[] {
  const intent = { type: "toggle", overlay: "help" } as const;
  return [
    { keys: ["escape", "enter", "?", "q"], shown: escapeName, label: "close", intent },
    ...scrolling(true),
  ];
}
