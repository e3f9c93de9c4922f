/** The whole App on a terminal of any size: what is drawn there, and what its keys send. */
import { EventEmitter } from "node:events";
import { render } from "ink";
import type { ReactNode } from "react";
import { onTestFinished, vi } from "vitest";
import type { Intent, Message } from "../../src/session/screens/messages.ts";
import { reduce } from "../../src/session/screens/reducer.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import type { Store } from "../../src/session/store.ts";
import { App } from "../../src/ui/App.tsx";
import { asciiOutput } from "../../src/ui/ascii-output.ts";
import { linearOutput } from "../../src/ui/linear/linear-output.ts";
import { type Theme, ThemeContext } from "../../src/ui/theme.ts";
import { UNICODE, words } from "./draw.tsx";

/** Keys as terminals send them. */
export const KEY = {
  enter: "\r",
  escape: "\u001b",
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  home: "\u001b[H",
  end: "\u001b[F",
  pageUp: "\u001b[5~",
  pageDown: "\u001b[6~",
  backspace: "\u007f",
  delete: "\u001b[3~",
  ctrlA: "\u0001",
  ctrlC: "\u0003",
  ctrlE: "\u0005",
  ctrlU: "\u0015",
  ctrlW: "\u0017",
} as const;

class FakeOutput extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly frames: string[] = [];

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(frame: string): boolean {
    this.frames.push(frame);
    return true;
  }
}

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  private chunks: string[] = [];

  type(chunk: string): void {
    this.chunks.push(chunk);
    this.emit("readable");
  }

  read(): string | null {
    return this.chunks.shift() ?? null;
  }

  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}

interface Size {
  readonly columns?: number;
  readonly rows?: number;
  readonly theme?: Theme;
}

export interface Terminal {
  readonly frame: () => string;
  /** What is drawn, in one line. */
  readonly words: () => string;
  /** Waits until this is drawn. */
  readonly shows: (part: string) => Promise<void>;
  /** Sends each key as a chunk of its own and lets it be drawn. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Sends chunks in one go, before anything can be drawn. */
  readonly pressAtOnce: (...keys: readonly string[]) => Promise<void>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** All that was ever written, control sequences of the terminal included. */
  readonly written: () => string;
}

/** Control sequences that Ink writes for the terminal itself: paste mode, cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are its subject
const MODES = /\u001b\[\?\d+[hl]/g;

export function openTerminal(node: ReactNode, size: Size = {}): Terminal {
  const { columns = 80, rows = 24, theme = UNICODE } = size;
  const output = new FakeOutput(columns, rows);
  const input = new FakeInput();
  const stdout = output as unknown as NodeJS.WriteStream;
  const plain = theme.ascii ? asciiOutput(stdout) : stdout;
  const app = render(<ThemeContext value={theme}>{node}</ThemeContext>, {
    stdout: theme.linear ? linearOutput(plain) : plain,
    isScreenReaderEnabled: theme.linear,
    stderr: output as unknown as NodeJS.WriteStream,
    stdin: input as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  onTestFinished(() => app.unmount());
  const frame = () => output.frames.findLast((each) => each.replace(MODES, "") !== "") ?? "";
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      input.type(key);
      // A lone Esc might be the beginning of another key: Ink waits for the rest of it.
      await pause(key === KEY.escape ? 45 : 0);
    }
  };
  return {
    frame,
    words: () => words(frame()),
    shows: (part) =>
      vi.waitFor(
        () => {
          if (!words(frame()).includes(part)) throw new Error(`"${part}" is not in:\n${frame()}`);
        },
        { interval: 2 },
      ),
    press,
    pressAtOnce: async (...keys) => {
      for (const key of keys) input.type(key);
      await pause(0);
    },
    resize: async (columns, rows) => {
      Object.assign(output, { columns, rows });
      output.emit("resize");
      await pause(0);
    },
    written: () => output.frames.join("\n"),
  };
}

export interface AppTerminal extends Terminal {
  readonly state: () => SessionState;
  readonly dispatch: (message: Message) => Promise<void>;
  /** What the keys have sent so far. */
  readonly sent: Intent[];
}

/** Draws a session whose effects are not carried out. */
export async function openApp(from: SessionState, size: Size = {}): Promise<AppTerminal> {
  let state = from;
  const sent: Intent[] = [];
  const listeners = new Set<() => void>();
  const apply = (message: Message) => {
    state = reduce(state, message).state;
    for (const listener of listeners) listener();
  };
  const store: Store = {
    getState: () => state,
    dispatch: (message) => {
      sent.push(message as Intent);
      apply(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      throw new Error("the App does not start the session");
    },
  };
  const terminal = openTerminal(<App store={store} />, size);
  await pause(0);
  return {
    ...terminal,
    state: () => state,
    sent,
    dispatch: async (message) => {
      apply(message);
      await pause(0);
    },
  };
}

/** Lets React draw. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
