/** Hands what one program prints to another. */
import type { Transform } from "node:stream";
import { finished } from "node:stream/promises";
import { startPlain } from "./plain.ts";

export interface PipedTexts {
  readonly before: string;
  /** What becomes of what the first program prints. */
  readonly through: Transform;
  /** Makes the second program write the mark to its standard error, when it has come so far. */
  readonly after: string;
  readonly mark: string;
  /** Is handed over then, and not a moment before. */
  readonly last: string;
}

/**
 * Between texts. The second program is not told that it has all of it unless the first one ended well,
 * and whoever kills restamp has the last text kept back for good: half a script must not be run.
 * @param stop keeps the last text back as well
 * @throws when the second program cannot be started, or what the first one prints is not as it should be
 */
export async function pipePlain(
  from: readonly string[],
  to: readonly string[],
  environment: Readonly<Record<string, string>>,
  { before, through, after, mark, last }: PipedTexts,
  stop: AbortSignal,
): Promise<{ readonly code: number; readonly errors: string }> {
  const source = startPlain(from, environment);
  source.stdin.end();
  const sink = startPlain(to, environment);
  sink.stdout.resume();
  let isOver = false;
  const ended = sink.ended.finally(() => {
    // Nobody reads on, and the first one must not wait for it.
    isOver = true;
    source.interrupt();
    through.resume();
    source.stdout.resume();
  });
  ended.catch(() => {});
  const kill = () => {
    source.kill();
    sink.kill();
  };
  stop.addEventListener("abort", kill);
  if (stop.aborted) kill();
  const passed = finished(through);
  passed.catch(() => {});
  sink.stdin.write(before);
  source.stdout.pipe(through).pipe(sink.stdin, { end: false });
  const first = await source.ended;
  if (first.code !== 0 && !isOver) {
    sink.kill();
    await ended.catch(() => {});
    return first;
  }
  await Promise.race([passed, ended]).catch(async (error) => {
    sink.kill();
    await ended.catch(() => {});
    throw error;
  });
  const isThere = new Promise<void>((resolve) => {
    const look = () => sink.errors().includes(mark) && resolve();
    sink.onErrors(look);
    look();
  });
  sink.stdin.write(after);
  await Promise.race([isThere, ended]);
  // From here on it is done, whoever asks for an end.
  stop.removeEventListener("abort", kill);
  sink.stdin.end(last);
  return ended;
}
