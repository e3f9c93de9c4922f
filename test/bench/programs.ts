/** Runs programs from outside, to their end: how long they take, and the most memory they have. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Program {
  readonly argv: readonly string[];
  readonly folder?: string;
  /** Added to the environment in which the measurement runs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The exit codes that count as an answer: `diagnose` ends with 1 where something is wrong. */
  readonly ends?: readonly number[];
}

const PEAK = fileURLToPath(new URL("peak.mjs", import.meta.url));

/** @returns milliseconds from its start to its end; its output is thrown away */
export async function timeOf(program: Program): Promise<number> {
  const { argv, folder, environment, ends = [0] } = program;
  const [file = "", ...args] = argv;
  const started = performance.now();
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  let took = 0;
  child.once("exit", () => {
    took = performance.now() - started;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== null && ends.includes(code)) return took;
  throw new Error(`${argv.join(" ")} ended with ${code}:\n${errors}`);
}

/** @param program of Node, as `node script …` @returns the most memory that it has had, in MiB */
export async function peakOf(program: Program): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "restamp-peak-"));
  const file = join(folder, "peak");
  try {
    const [node = "", ...args] = program.argv;
    await timeOf({
      ...program,
      argv: [node, "--import", PEAK, ...args],
      environment: { ...program.environment, RESTAMP_BENCH_PEAK: file },
    });
    return Number(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
