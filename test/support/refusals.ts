/** What every bad input has in common: one message, the right exit code, nothing changed. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { ProblemCode } from "../../src/core/problem.ts";
import { expectValid } from "./json-schema.ts";
import { expectOneMessage } from "./repairs.ts";
import { runRestamp, temporaryFolder } from "./restamp.ts";

export interface BadInput {
  readonly cwd?: string;
  /** Before the command. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** A diagnosis and a repair, if not said otherwise. */
  readonly commands?: readonly (readonly string[])[];
  readonly exit: number;
  readonly problem: ProblemCode;
  /** What the message has to say, and what it must not. */
  readonly says?: readonly (string | RegExp)[];
  readonly secrets?: readonly string[];
}

const BOTH = [["diagnose"], ["repair", "--yes", "--json"]];

/** Runs each command. One that is alone is run twice, for words and for JSON. */
export async function expectRefused(input: BadInput): Promise<void> {
  const home = temporaryFolder();
  const { cwd = home, args = [], environment = {}, commands = BOTH } = input;
  const [only = [], ...others] = commands;
  const all = others.length > 0 || only.includes("--json") ? commands : [only, [...only, "--json"]];
  const runs = all.map((command) => runRestamp([...args, ...command], { home, cwd, environment }));
  const secrets = [...(input.secrets ?? [])];
  for (const [index, ran] of (await Promise.all(runs)).entries()) {
    let { stdout } = ran;
    if (all[index]?.includes("--json")) {
      expect(expectValid(stdout)).toMatchObject({ error: { code: input.problem } });
      stdout = "";
    }
    expectOneMessage({ ...ran, stdout });
    expect(ran.code).toBe(input.exit);
    for (const words of input.says ?? []) expect(ran.stderr).toMatch(words);
    for (const secret of secrets) expect(ran.stdout + ran.stderr).not.toContain(secret);
  }
  expectNoSecrets(home, secrets);
}

/** Looks into every file below a folder. */
export function expectNoSecrets(folder: string, secrets: readonly string[]): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const text = readFileSync(path, "utf8");
    for (const secret of secrets)
      expect(text.includes(secret), `${path} has ${secret}`).toBe(false);
  }
}
