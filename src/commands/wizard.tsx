/** The guided repair: a session, drawn by Ink. Loaded only by what draws. */
import { setTimeout as sleep } from "node:timers/promises";
import { renderToString } from "ink";
import type { ExitCode } from "../core/problem.ts";
import { Problem } from "../core/problem.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { createEffects } from "../session/effects.ts";
import { createStore, type Store } from "../session/store.ts";
import { App } from "../ui/App.tsx";
import { toAscii } from "../ui/ascii-output.ts";
import { Words } from "../ui/components/Words.tsx";
import type { Theme } from "../ui/theme.ts";
import { finalWords } from "./final-words.ts";
import { drawFullScreen } from "./full-screen.tsx";
import { writeReport } from "./report.ts";

/** Given the session's own log of whatever the ports run. */
type OpenPorts = (log: CommandLog) => SessionPorts | Promise<SessionPorts>;

function requireTerminal(): void {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new Problem("needs_terminal");
}

/** @param openPorts is called once something is drawn */
export async function wizardCommand(openPorts: OpenPorts, theme: Theme): Promise<ExitCode> {
  requireTerminal();
  let leave: () => void = () => {};
  const store = openSession(openPorts, theme, () => leave());
  const app = drawFullScreen(<App store={store} untilContinued={untilContinued} />, theme);
  leave = () => app.unmount();
  endOnSignal(store);
  store.start();
  await app.waitUntilExit();
  const state = store.getState();
  // The alternate screen is gone, and with it all that was drawn.
  for (const line of finalWords(state, theme.text)) {
    const { columns } = process.stdout;
    const words = theme.ascii ? toAscii(line) : line;
    process.stdout.write(`${renderToString(<Words>{words}</Words>, { columns })}\n`);
  }
  return state.exitCode ?? 130;
}

/**
 * As the terminal does by Ctrl+Z where it is not in raw mode: the whole group is stopped, `npm` and
 * shells with it. Without a shell that could continue it nothing is stopped (POSIX, "orphaned
 * process group"), and restamp goes on.
 */
export async function untilContinued(): Promise<void> {
  process.kill(0, "SIGTSTP");
  // The signal comes a little later; what is stopped does not count the time.
  await sleep(100);
}

/** A session with its log, whatever it is drawn by. */
export function openSession(openPorts: OpenPorts, theme: Theme, onExit: () => void): Store {
  let opened: Promise<SessionPorts> | null = null;
  const ports = () => {
    opened ??= open();
    return opened;
  };
  const open = async () => openPorts((entry) => store.dispatch({ type: "logged", entry }));
  const store: Store = createStore(
    createEffects({ ports, writeReport: (data) => writeReport(data, theme.text), onExit }),
  );
  return store;
}

/**
 * A hang-up or a kill ends a session that is not running a plan; a running plan goes on to its end.
 * With the terminal gone, reading and writing fail as well (EIO): unheard, that would end the process.
 * All of this stays until the process ends: a shell passes a hang-up on that has come already.
 */
function endOnSignal(store: Store): void {
  const end = () => store.dispatch({ type: "hang_up" });
  for (const signal of ["SIGHUP", "SIGTERM"] as const) process.on(signal, end);
  // Before Ink has the keyboard in raw mode, Ctrl+C is a signal.
  process.on("SIGINT", () => store.dispatch({ type: "interrupt" }));
  for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on("error", end);
}
