/** Hands what one program prints to another. */
import { startPlain } from "./plain.ts";

export interface PipedTexts {
  readonly before: string;
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
 * @throws when the second program cannot be started
 */
export async function pipePlain(
  from: readonly string[],
  to: readonly string[],
  environment: Readonly<Record<string, string>>,
  { before, after, mark, last }: PipedTexts,
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
    source.stdout.resume();
  });
  ended.catch(() => {});
  const kill = () => {
    source.kill();
    sink.kill();
  };
  stop.addEventListener("abort", kill);
  if (stop.aborted) kill();
  sink.stdin.write(before);
  source.stdout.pipe(sink.stdin, { end: false });
  const first = await source.ended;
  if (first.code !== 0 && !isOver) {
    sink.kill();
    await ended.catch(() => {});
    return first;
  }
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
