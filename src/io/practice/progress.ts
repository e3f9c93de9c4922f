/** What a trainee has played: one file under the XDG state folder, for its owner alone. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../state-folder.ts";

export interface Played {
  /** Questions that were answered right at the first try, of those that were asked. */
  readonly right: number;
  readonly asked: number;
  readonly hints: number;
  readonly hasGivenUp: boolean;
  /** ISO 8601. */
  readonly at: string;
  readonly isHealthy: boolean;
  readonly seconds: number;
}

interface Progress {
  /** By scenario, the last first. */
  readonly played: Readonly<Record<string, readonly Played[]>>;
}

const FILE = "progress.json";
const NONE: Progress = { played: {} };

/** How many runs of one scenario are kept. */
const MOST_RUNS = 20;

/** @returns nothing played where there is no file, or one that cannot be read: it is no reason not to practise */
export function readProgress(environment: NodeJS.ProcessEnv): Progress {
  try {
    const text = readFileSync(join(stateFolder(environment, "practice"), FILE), "utf8");
    const found = JSON.parse(text) as Progress;
    return typeof found?.played === "object" && found.played !== null ? found : NONE;
  } catch {
    return NONE;
  }
}

/** @returns whether it could be kept */
export function notePlayed(environment: NodeJS.ProcessEnv, name: string, played: Played): boolean {
  const folder = stateFolder(environment, "practice");
  const before = readProgress(environment).played;
  const runs = [played, ...(before[name] ?? [])].slice(0, MOST_RUNS);
  const text = `${JSON.stringify({ played: { ...before, [name]: runs } }, null, 2)}\n`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, FILE);
    writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
    return true;
  } catch {
    return false;
  }
}

/** @returns where the debrief was kept; null where it could not be */
export function keepDebrief(
  environment: NodeJS.ProcessEnv,
  name: string,
  at: Date,
  markdown: string,
): string | null {
  const folder = stateFolder(environment, "practice");
  const moment = at.toISOString().slice(0, 16).replaceAll(":", "").replace("T", "-");
  const path = join(folder, `${moment}-${name}.md`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, markdown, { mode: 0o600 });
    return path;
  } catch {
    return null;
  }
}
