/** Runs the commands of a block in one shell, as somebody who types them one after the other. */
import { spawn } from "node:child_process";
import { endProcesses } from "../processes.ts";

export interface Typed {
  readonly command: string;
  /** What the page shows after it; null where it shows nothing on purpose. */
  readonly shown: readonly string[] | null;
}

export interface Answered {
  readonly command: string;
  readonly code: number;
  /** Both streams, in the order in which they were written. */
  readonly lines: readonly string[];
}

/** A transcript: what follows "$ " is typed, the rest is what comes back. */
export function readTranscript(text: string): readonly Typed[] {
  const typed: { command: string; shown: string[] }[] = [];
  for (const line of text.split("\n")) {
    const last = typed.at(-1);
    if (line.startsWith("$ ")) typed.push({ command: line.slice(2), shown: [] });
    else if (last?.command.endsWith("\\") && last.shown.length === 0) last.command += `\n${line}`;
    else if (last) last.shown.push(line);
    else throw new Error(`No command stands before: ${line}`);
  }
  return typed;
}

/** A script: a command on each line, and comments. Its output is not shown. */
export function readScript(text: string): readonly Typed[] {
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s+)# .*$/, "").trim())
    .filter((line) => line !== "")
    .map((command) => ({ command, shown: null }));
}

/** No output has it. */
const END = "\u001e";

/** Between two commands: says how the first one ended, and keeps that for the second one. */
const BETWEEN = `code=$?; printf '%s%s${END}' '${END}' "$code"; (exit $code)`;

export interface Shell {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that everything that is started names. */
  readonly home: string;
}

/** @returns what each of them said, and how it ended */
export async function runTyped(typed: readonly Typed[], shell: Shell): Promise<Answered[]> {
  const script = ["exec 2>&1", ...typed.flatMap(({ command }) => [command, BETWEEN])].join("\n");
  const child = spawn("/bin/sh", ["-c", script], {
    cwd: shell.cwd,
    env: shell.environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  await endProcesses(null, shell.home);
  const parts = output.split(END);
  return typed.map(({ command }, index) => ({
    command,
    code: Number(parts[2 * index + 1] ?? Number.NaN),
    lines: trimmed((parts[2 * index] ?? "").split("\n").map((line) => line.trimEnd())),
  }));
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== "") + 1);
}
