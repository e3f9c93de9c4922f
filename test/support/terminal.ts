/** A terminal with a program in it, seen and used as a person would. */
import { setTimeout as sleep } from "node:timers/promises";
import xterm from "@xterm/headless";
import { type IPty, spawn } from "node-pty";
import { onTestFinished } from "vitest";
import { chunkOf, type KeyPress } from "./keyboard.ts";
import { endProcesses } from "./processes.ts";
import { drawScreen } from "./screen-picture.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalSettings extends TerminalSize {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that the program's children name too, in their arguments or their environment. */
  readonly home: string;
  /** Has one screen and marks no paste, as a VT100 or the console of Linux. */
  readonly isOld?: boolean;
}

export interface Ending {
  readonly code: number;
  /** The number of the signal that ended it, 0 when it ended by itself. */
  readonly signal: number;
}

/** The alternate screen and marked pastes. What marks a frame's end is kept: tests wait for whole ones. */
const MODERN_MODES = [47, 1047, 1049, 2004];

/** Milliseconds for a screen to come, where a test says nothing else. */
const PATIENCE = 20_000;

export class Terminal {
  /** All that was written so far, as it was written. */
  output = "";
  /** The same in bytes. */
  bytes = 0;
  readonly #pty: IPty;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  readonly #exited: Promise<Ending>;
  readonly #watchers = new Set<() => void>();
  readonly #decoder = new TextDecoder();
  #frame: readonly string[] = [];
  #ending: Ending | null = null;

  /** Starts a program. Whatever is left of it ends with the test. */
  constructor([file = "", ...args]: readonly string[], settings: TerminalSettings) {
    const { columns: cols, rows, cwd, environment: env, home } = settings;
    this.#screen = new xterm.Terminal({ cols, rows, allowProposedApi: true });
    if (settings.isOld) this.#forgetModes();
    const name = env["TERM"] ?? "xterm-256color";
    this.#pty = spawn(file, args, { name, cols, rows, cwd, env, encoding: null });
    // Without an encoding the pty hands out bytes, whatever its type says.
    this.#pty.onData((data) => this.#draw(data as unknown as Buffer));
    // A terminal answers what it is asked, such as where its cursor is.
    this.#screen.onData((answer) => this.type(answer));
    this.#exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal = 0 }) => {
        this.#screen.write("", () => {
          this.#ending = { code: exitCode, signal };
          resolve(this.#ending);
          this.#show();
        });
      });
    });
    onTestFinished(async () => {
      await endProcesses(this.#ending ? null : this.pid, home);
      this.#screen.dispose();
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** The lines as a person sees them: a frame that is still being drawn is not shown yet. */
  screen(): readonly string[] {
    return this.#frame;
  }

  /** All of it as running text: sentences are in one piece, wherever a line was broken. */
  text(): string {
    return this.screen().join(" ").replace(/\s+/g, " ").trim();
  }

  /** What a person sees, as an SVG. */
  picture(title: string): string {
    return drawScreen(this.#screen, title);
  }

  /** Whether the screen shows it: a string in its running text, an expression there or in its lines. */
  shows(wanted: string | RegExp): boolean {
    if (typeof wanted === "string") return this.text().includes(wanted);
    return wanted.test(this.screen().join("\n")) || wanted.test(this.text());
  }

  waitFor(wanted: string | RegExp, patience = PATIENCE): Promise<void> {
    return this.waitUntil(() => this.shows(wanted), String(wanted), patience);
  }

  /** Waits until one screen shows all of it. */
  waitForAll(wanted: readonly (string | RegExp)[], patience = PATIENCE): Promise<void> {
    const missing = () => wanted.filter((each) => !this.shows(each));
    return this.waitUntil(
      () => missing().length === 0,
      () => missing().join("\n  "),
      patience,
    );
  }

  /**
   * Waits until nothing was written for a while. Between two keys of which the first changes
   * nothing that can be seen, it keeps them from arriving in one chunk.
   */
  async quiet(milliseconds = 250): Promise<void> {
    for (let before = -1; before !== this.bytes; ) {
      before = this.bytes;
      await sleep(milliseconds);
    }
  }

  /** @param name of what is waited for, for the failure */
  async waitUntil(
    isSo: () => boolean,
    name: string | (() => string),
    patience = PATIENCE,
  ): Promise<void> {
    // Made here, so that a failure points to the test.
    const failure = new Error();
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (isSo()) return settle(resolve);
        if (this.#ending) settle(() => reject(this.#missed(failure, name, "before it ended")));
      };
      const timer = setTimeout(
        () => settle(() => reject(this.#missed(failure, name, `in ${patience} ms`))),
        patience,
      );
      const settle = (how: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        how();
      };
      this.#watchers.add(look);
      look();
    });
  }

  press(key: KeyPress): void {
    this.type(chunkOf(key));
  }

  /** Writes the text in one chunk. */
  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** The window is closed, or the line to it breaks: reads and writes fail from now on. */
  hangUp(): void {
    (this.#pty as IPty & { destroy(): void }).destroy();
  }

  async exit(patience = PATIENCE): Promise<Ending> {
    await this.waitUntil(() => this.#ending !== null, "the end of the program", patience);
    return this.#exited;
  }

  /** What a program has to put back before it leaves. */
  modes() {
    const { buffer, modes } = this.#screen;
    return {
      alternateScreen: buffer.active.type === "alternate",
      cursorVisible:
        this.output.lastIndexOf("\u001b[?25l") <= this.output.lastIndexOf("\u001b[?25h"),
      bracketedPaste: modes.bracketedPasteMode,
    };
  }

  #forgetModes(): void {
    for (const final of ["h", "l"]) {
      this.#screen.parser.registerCsiHandler({ prefix: "?", final }, (modes) =>
        modes.some((mode) => MODERN_MODES.includes(Number(mode))),
      );
    }
  }

  #draw(data: Buffer): void {
    this.bytes += data.length;
    this.output += this.#decoder.decode(data, { stream: true });
    this.#screen.write(data, () => {
      if (!this.#screen.modes.synchronizedOutputMode) this.#show();
    });
  }

  #show(): void {
    const { active } = this.#screen.buffer;
    this.#frame = Array.from({ length: this.#screen.rows }, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? "").trimEnd(),
    );
    for (const look of [...this.#watchers]) look();
  }

  #missed(failure: Error, name: string | (() => string), when: string): Error {
    const what = typeof name === "string" ? name : name();
    const edge = "-".repeat(this.#screen.cols);
    const ended = this.#ending ? `It ended: ${JSON.stringify(this.#ending)}` : "It is running.";
    failure.message = [`Not seen ${when}: ${what}`, edge, ...this.screen(), edge, ended].join("\n");
    return failure;
  }
}
