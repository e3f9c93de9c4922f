/**
 * A terminal of which only the end is written: nothing moves, nothing is erased. Ink hands over
 * whole frames, and what is new in them is written below what is there already.
 */
import { newLines } from "./new-lines.ts";
import { wrapWords } from "./wrap-words.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are its subject
const SEQUENCES = /\u001b\[[?\d;]*[A-Za-z]/g;

/** @returns the stream, on which whatever is drawn arrives as lines */
export function linearOutput<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  const writeFrame = frameWriter(
    (text) => stream.write(text),
    () => stream.columns || 80,
  );
  return new Proxy(stream, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "write") return value.bind(target);
      return (chunk: unknown, ...rest: unknown[]) => {
        // An empty write waits for all that was written before.
        if (typeof chunk !== "string" || chunk === "") return value.call(target, chunk, ...rest);
        const frame = chunk.replace(SEQUENCES, "");
        return frame.trim() === "" ? true : writeFrame(frame);
      };
    },
  });
}

function frameWriter(write: (text: string) => boolean, columns: () => number) {
  let before: readonly string[] = [];
  let last = "";
  return (frame: string): boolean => {
    const now = frame
      .split("\n")
      .map((line) => line.trimStart().replace(/ {2,}/g, " "))
      .filter((line) => line.trim() !== "");
    const added = newLines(before, now);
    const isNewScreen = before[0] !== now[0];
    before = now;
    const [only = ""] = added;
    if (added.length === 0) return true;
    // What is typed grows at its end, as it does wherever it is typed.
    const grows = added.length === 1 && last !== "" && only.startsWith(last);
    const typed = grows ? only.slice(last.length) : "";
    last = added.at(-1) ?? "";
    if (grows) return write(typed);
    const lines = added.flatMap((line) => wrapWords(line, columns()));
    return write(`${isNewScreen ? "\n" : ""}\n${lines.join("\n")}`);
  };
}
