/** How long it takes until a program in a terminal has drawn something. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { spawn } from "node-pty";
import { usualOptions } from "../../src/setup/bundle.mjs";

/**
 * Bundles the least that Ink can draw, as restamp is bundled but for what makes restamp start faster.
 * @param folder where it is put
 * @returns the command that starts it
 */
export async function bundleHello(folder: string): Promise<string[]> {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const outfile = join(folder, "hello.js");
  await build({
    ...(usualOptions as BuildOptions),
    entryPoints: [fileURLToPath(new URL("hello.tsx", import.meta.url))],
    outfile,
  });
  return [process.execPath, outfile];
}

/** With a CI variable, even an empty one, Ink would draw nothing before the end. */
function inATerminal(): NodeJS.ProcessEnv {
  const { CI: _, CONTINUOUS_INTEGRATION: __, ...rest } = process.env;
  return { ...rest, TERM: "xterm-256color", LANG: "C.UTF-8" };
}

/** Milliseconds until a program that draws nothing is given up. */
const PATIENCE = 60_000;

/**
 * @param sign a piece of the first frame's text
 * @param stay milliseconds for which the program goes on after it
 * @returns milliseconds from the start to that piece; the program is ended then
 */
export async function timeToFrame(
  argv: readonly string[],
  sign: string,
  stay = 0,
): Promise<number> {
  const [file = "", ...args] = argv;
  const started = performance.now();
  const terminal = spawn(file, args, {
    cols: 80,
    rows: 24,
    env: inATerminal(),
  });
  let shown = "";
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  const took = await new Promise<number | null>((resolve) => {
    terminal.onData((text) => {
      shown += text;
      if (shown.includes(sign)) resolve(performance.now() - started);
    });
    ended.then(() => resolve(null));
    setTimeout(() => resolve(null), PATIENCE).unref();
  });
  await sleep(stay);
  terminal.kill("SIGKILL");
  await ended;
  if (took === null) throw new Error(`${argv.join(" ")} did not draw "${sign}":\n${shown}`);
  return took;
}
