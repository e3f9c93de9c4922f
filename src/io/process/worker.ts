/** A program that stays open: one line of JSON in, its output and one marked line of JSON back. */
import { randomBytes } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { visibleLines } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import type { Redact } from "./redact.ts";
import { signalGroup } from "./signal-group.ts";

export interface WorkerCommand {
  /** Is given the mark as its last argument. */
  readonly argv: readonly string[];
  readonly shown: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly redact: Redact;
}

interface Answer {
  readonly said: Record<string, unknown>;
  /** Output and errors since the last answer, made safe to draw. */
  readonly lines: readonly string[];
}

export interface Worker {
  /** @throws Problem alembic_missing when the program cannot be started or ends before it answers */
  next(onLine?: (line: string) => void): Promise<Answer>;
  send(job: unknown): void;
  end(): Promise<void>;
}

/** Milliseconds that a program gets to end by itself. */
const MOST_PATIENCE = 2000;

export function startWorker(command: WorkerCommand): Worker {
  // Nobody else can know it, so nothing else that is printed can pass for an answer.
  const mark = `restamp ${randomBytes(12).toString("hex")} `;
  const [file = "", ...args] = [...command.argv, mark];
  const child = execa(file, args, {
    cwd: command.directory,
    env: command.environment,
    stdin: "pipe",
    detached: true,
    reject: false,
    buffer: false,
    all: true,
  });
  child.stdin.on("error", () => {}); // an ended program is told by next()
  let lines: string[] = [];
  let listener: ((line: string) => void) | undefined;
  const answers: Answer[] = [];
  let wake = () => {};
  let over = false;

  const take = (raw: string) => {
    const text = command.redact(stripVTControlCharacters(raw));
    for (const line of visibleLines(text)) {
      lines.push(line);
      listener?.(line);
    }
  };
  const read = async () => {
    for await (const raw of child.iterable({ from: "all" })) {
      const line = String(raw);
      const at = line.indexOf(mark);
      // What was printed ahead of it may not have ended its line.
      if (at !== 0) take(at < 0 ? line : line.slice(0, at));
      if (at < 0) continue;
      answers.push({ said: JSON.parse(line.slice(at + mark.length)), lines });
      lines = [];
      wake();
    }
  };
  const ended = Promise.allSettled([read(), child]).then(() => {
    over = true;
    wake();
  });

  return {
    next: async (onLine) => {
      listener = onLine;
      while (answers.length === 0) {
        if (over) {
          const line = lines.findLast((each) => each.trim() !== "") ?? "";
          throw new Problem("alembic_failed", { command: command.shown, line });
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      listener = undefined;
      return answers.shift() as Answer;
    },
    send: (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
    },
    end: async () => {
      child.stdin.end();
      const deaf = setTimeout(() => signalGroup(child, "SIGKILL"), MOST_PATIENCE);
      await ended;
      clearTimeout(deaf);
    },
  };
}
