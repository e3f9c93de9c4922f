/** Asks restamp: in this process, where a case costs milliseconds, or as the program it is. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Console } from "../../src/commands/console.ts";
import { diagnoseQuietly } from "../../src/commands/headless.ts";
import { diagnosisJson } from "../../src/commands/json.ts";
import { openPorts } from "../../src/commands/open-ports.ts";
import { textFor } from "../../src/text/index.ts";

const text = textFor("en");

/** What `diagnose --json` prints: docs/operators/en/command-line.md. */
export interface Answer {
  readonly stamp: readonly string[] | null;
  readonly verdict: string;
  readonly evidence: {
    readonly exact: boolean;
    readonly heads: readonly string[];
    readonly candidates: readonly (readonly string[])[];
  };
  readonly revisions: readonly { readonly id: string; readonly verdict: string }[];
  readonly drift: readonly { readonly object: string; readonly change: string }[];
  readonly recommended: { readonly path: string; readonly stamp: readonly string[] };
}

export interface Asked {
  readonly config: string;
  readonly url: string;
  /** The file of the recorded reference. */
  readonly reference: string;
}

const SILENT: Console = {
  json: true,
  text,
  print: () => {},
  printJson: () => {},
  tell: () => {},
  problem: () => {},
};

/** The same functions that `restamp diagnose --json` calls. */
export async function askHere({ config, url, reference }: Asked): Promise<Answer> {
  const ports = openPorts({
    target: { config, url, reference, lockTimeout: "10s" },
    from: process.cwd(),
    environment: process.env,
    log: () => {},
    text,
  });
  // As JSON it is what the program prints, and nothing else.
  return JSON.parse(JSON.stringify(diagnosisJson(await diagnoseQuietly(ports, SILENT), text)));
}

const PROGRAM = fileURLToPath(new URL("../../dist/restamp.js", import.meta.url));

export const isBuilt = (): boolean => existsSync(PROGRAM);

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runProgram(command: readonly string[], asked: Asked): Promise<Ran> {
  const { config, url, reference } = asked;
  const argv = ["-c", config, "--url", url, "--reference", reference];
  const child = spawn(process.execPath, ["--", PROGRAM, ...command, ...argv], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      said[name] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...said }));
  });
}
