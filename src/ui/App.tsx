import { Box, useApp, useWindowSize } from "ink";
import { useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { LessonMessage } from "../practice/coach/lesson.ts";
import { isAtWork } from "../session/screens/reducer.ts";
import type { SessionState } from "../session/screens/state.ts";
import type { Store } from "../session/store.ts";
import type { Binding } from "./binding.ts";
import { Footer } from "./components/Footer.tsx";
import { Header } from "./components/Header.tsx";
import { ScrollView } from "./components/ScrollView.tsx";
import { Words } from "./components/Words.tsx";
import { bindingsFor, takesText } from "./keys.ts";
import { ScreenBody } from "./ScreenBody.tsx";
import { Help, Log } from "./screens/Overlay.tsx";
import { useKeyNames, useTheme } from "./theme.ts";
import { useKeys } from "./use-keys.ts";

const LEAST = { columns: 40, rows: 10 };

/**
 * Whatever happens in one turn of the event loop is drawn once. A migration's output comes in
 * bursts, line after line, and React takes fifty updates in a row for an endless loop.
 */
function inTurns(subscribe: Store["subscribe"]): Store["subscribe"] {
  return (listener) => {
    let asked: NodeJS.Immediate | null = null;
    const leave = subscribe(() => {
      asked ??= setImmediate(() => {
        asked = null;
        listener();
      });
    });
    return () => {
      if (asked) clearImmediate(asked);
      leave();
    };
  };
}

interface AppProps {
  readonly store: Store;
  /** Stops the process until its shell continues it. */
  readonly untilContinued?: () => Promise<void>;
  /** The coach's keys, beside those of the screen. */
  readonly lesson?: {
    readonly keys: readonly Binding[];
    readonly send: (m: LessonMessage) => void;
  };
}

export function App({ store, untilContinued = async () => {}, lesson }: AppProps) {
  const { suspendTerminal } = useApp();
  const { text, linear } = useTheme();
  const { columns, rows } = useWindowSize();
  const subscribe = useMemo(() => inTurns(store.subscribe), [store]);
  const state = useSyncExternalStore(subscribe, store.getState);
  const { screen, overlay } = state;
  const names = useKeyNames();
  // Each view scrolls on its own; a new one starts at its top.
  const view = `${screen.name} ${"phase" in screen ? screen.phase : ""} ${overlay ?? ""}`;
  const [scroll, setScroll] = useState({ view, offset: 0 });
  const limit = useRef(0);
  if (scroll.view !== view) setScroll({ view, offset: 0 });
  const offset = scroll.view === view ? scroll.offset : 0;
  const isTooSmall = !linear && (columns < LEAST.columns || rows < LEAST.rows);

  const bindingsNow = (now: SessionState) => {
    const isFree = !takesText(now) && !isAtWork(now.screen) && now.overlay === null;
    return [...bindingsFor(now, names), ...(lesson && isFree ? lesson.keys : [])];
  };
  const bindingsBelow = () => bindingsNow({ ...state, overlay: null });

  const scrollTo = (to: (from: number) => number) =>
    setScroll((before) => {
      const from = before.view === view ? Math.min(before.offset, limit.current) : 0;
      const wanted = Math.max(to(from), 0);
      // The end is wherever it will be once all is measured; the view does not go beyond it.
      const offset = wanted === Number.POSITIVE_INFINITY ? wanted : Math.min(wanted, limit.current);
      return { view, offset };
    });

  useKeys((name, chunk) => {
    // A slow line hands several presses over at once: what only moves may be done so often.
    if (/^(?:j{2,}|k{2,})$/.test(chunk)) for (const each of chunk) pressed(each);
    else pressed(name);
  });

  const pressed = (name: string | null) => {
    if (name === null) return;
    // The store may be ahead of what is drawn: a key means what it means there.
    const binding = bindingsNow(store.getState()).find(({ keys }) => keys.includes(name));
    if (!binding) return;
    const { intent } = binding;
    // What is not drawn must not be acted on unseen.
    if (isTooSmall && intent.type !== "interrupt") return;
    if (intent.type === "lesson") return lesson?.send(intent.message);
    if (intent.type === "suspend") return void suspendTerminal(untilContinued);
    if (intent.type !== "scroll") return store.dispatch(intent);
    const { by } = intent;
    scrollTo((from) => (by === "top" ? 0 : by === "end" ? Number.POSITIVE_INFINITY : from + by));
  };

  if (isTooSmall) {
    return <Words tone="warning">{text.screens.tooSmall(columns, rows)}</Words>;
  }
  const bindings = bindingsNow(state);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Header screen={screen} width={columns} />
      <ScrollView
        height={rows - 3}
        offset={offset}
        limit={limit}
        scrollTo={scrollTo}
        hint={(above, below) => <Words tone="muted">{text.screens.more(above, below)}</Words>}
      >
        {overlay === "log" && <Log log={state.log} />}
        {overlay === "help" && <Help screen={screen.name} bindings={bindingsBelow()} />}
        {overlay === null && <ScreenBody screen={screen} send={store.dispatch} />}
      </ScrollView>
      <Footer bindings={bindings} width={columns} />
    </Box>
  );
}
