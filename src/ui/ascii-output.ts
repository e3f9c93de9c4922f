/** The last resort of the ASCII theme: Ink cuts lines with an ellipsis of its own. */
import { ASCII } from "./theme.ts";

export function toAscii(drawn: string): string {
  return drawn.replaceAll("\u2026", ASCII.ellipsis);
}

/** @returns the stream, on which whatever is drawn arrives as ASCII */
export function asciiOutput<Stream extends NodeJS.WriteStream>(stream: Stream): Stream {
  return new Proxy(stream, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "write") return value.bind(target);
      return (chunk: unknown, ...rest: unknown[]) =>
        value.call(target, typeof chunk === "string" ? toAscii(chunk) : chunk, ...rest);
    },
  });
}
