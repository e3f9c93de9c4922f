/** Hands what one program prints to another. */
import type { Transform } from "node:stream";
import { finished } from "node:stream/promises";
import { type PlainProcess, startPlain } from "./plain.ts";

export interface PipedTexts {
  /** Makes the second program write `begun` to its standard error, when it has come so far. */
  readonly before: string;
  readonly begun: string;
  /** Is waited for then; where it fails, both end, and nothing more is handed over. */
  readonly between: () => Promise<void>;
  readonly start: string;
  /** What becomes of what the first program prints. */
  readonly through: Transform;
  /** Makes the second program write `ready`, when it has come so far. */
  readonly after: string;
  readonly ready: string;
  /** Is handed over then, and not a moment before. */
  readonly last: string;
}

export interface Piped {
  readonly code: number;
  readonly errors: string;
  /** Whether the second program was given the last text: what it made of that is its own affair. */
  readonly wasGivenLast: boolean;
}

/**
 * Between texts. The second program is not told that it has all of it unless the first one ended well,
 * and whoever kills restamp has the last text kept back for good: half a script must not be run.
 * @param stop keeps the last text back as well
 * @throws when a program cannot be started, what the first one prints is not as it should be, or
 *   `between` fails
 */
export async function pipePlain(
  from: readonly string[],
  to: readonly string[],
  environment: Readonly<Record<string, string>>,
  { before, begun, between, start, through, after, ready, last }: PipedTexts,
  stop: AbortSignal,
): Promise<Piped> {
  const sink = startPlain(to, environment);
  sink.stdout.resume();
  const kill = () => sink.kill();
  stop.addEventListener("abort", kill);
  if (stop.aborted) kill();
  const early = { wasGivenLast: false };
  try {
    sink.stdin.write(before);
    if (!(await hasWritten(sink, begun))) return { ...(await sink.ended), ...early };
    await between();
    sink.stdin.write(start);
    const failed = await passOn(from, sink, environment, through, stop);
    if (failed) return { ...failed, ...early };
    sink.stdin.write(after);
    if (!(await hasWritten(sink, ready))) return { ...(await sink.ended), ...early };
    // From here on it is done, whoever asks for an end.
    stop.removeEventListener("abort", kill);
    sink.stdin.end(last);
    return { ...(await sink.ended), wasGivenLast: true };
  } finally {
    stop.removeEventListener("abort", kill);
    sink.kill();
    await sink.ended.catch(() => {});
  }
}

/** @returns whether it has come to where it writes the mark; otherwise it has ended */
async function hasWritten(program: PlainProcess, mark: string): Promise<boolean> {
  const written = new Promise<true>((resolve) => {
    const look = () => program.errors().includes(mark) && resolve(true);
    program.onErrors(look);
    look();
  });
  return Promise.race([written, program.ended.then(() => false)]);
}

/** @returns how it ended, where one of the two did so too early; null when all was passed on */
async function passOn(
  from: readonly string[],
  sink: PlainProcess,
  environment: Readonly<Record<string, string>>,
  through: Transform,
  stop: AbortSignal,
): Promise<{ readonly code: number; readonly errors: string } | null> {
  const source = startPlain(from, environment);
  source.stdin.end();
  const kill = () => source.kill();
  stop.addEventListener("abort", kill);
  if (stop.aborted) kill();
  // Nobody reads on, and the first one must not wait for it.
  const leave = () => {
    source.interrupt();
    through.resume();
    source.stdout.resume();
  };
  const over = sink.ended.finally(leave);
  over.catch(() => {});
  const passed = finished(through);
  passed.catch(() => {});
  try {
    source.stdout.pipe(through).pipe(sink.stdin, { end: false });
    const first = await Promise.race([source.ended, over.then(() => null)]);
    if (first === null) return await sink.ended;
    if (first.code !== 0) return first;
    return await Promise.race([passed.then(() => null), over]);
  } finally {
    stop.removeEventListener("abort", kill);
  }
}
