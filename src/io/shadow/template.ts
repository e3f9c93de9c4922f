/**
 * A freshly initialised data directory, kept to be copied: initdb takes longer than all the
 * rest of starting a server. It is made anew for each version of the programs.
 */
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type RunAs, runQuietly } from "../process/background.ts";
import { identityOfProgram } from "./binaries.ts";
import { cacheFolder } from "./folders.ts";

export interface DataDirectory {
  readonly path: string;
  /** Of the superuser restamp. */
  readonly password: string;
}

/**
 * @param initdb the program
 * @param folder where the new data directory goes, as `data`; it belongs to `as` already
 */
export async function newDataDirectory(
  initdb: string,
  folder: string,
  as: RunAs | null,
): Promise<DataDirectory> {
  const programs = identityOfProgram(join(dirname(initdb), "postgres"));
  const owner = as?.uid ?? process.getuid?.() ?? 0;
  const template = join(cacheFolder(), `template-${owner}-${programs}`);
  if (isTrusted(template, owner)) return copyFrom(template, folder, as);
  const fresh = await makeTemplate(initdb, as);
  try {
    return await copyFrom(fresh, folder, as);
  } finally {
    keepAs(template, fresh);
  }
}

async function copyFrom(
  template: string,
  folder: string,
  as: RunAs | null,
): Promise<DataDirectory> {
  const path = join(folder, "data");
  await runQuietly(["cp", "-R", join(template, "data"), path], as);
  return { path, password: readFileSync(join(template, "password"), "utf8") };
}

/** Whoever could write to it would own every server that is started from it. */
function isTrusted(template: string, owner: number): boolean {
  if (!existsSync(template)) return false;
  const { uid, mode } = statSync(template);
  return uid === owner && (mode & 0o077) === 0;
}

async function makeTemplate(initdb: string, as: RunAs | null): Promise<string> {
  const fresh = mkdtempSync(join(cacheFolder(), "new-template-"));
  try {
    const passwordFile = join(fresh, "password");
    writeFileSync(passwordFile, randomBytes(18).toString("base64url"), { mode: 0o600 });
    if (as) {
      chownSync(fresh, as.uid, as.gid);
      chownSync(passwordFile, as.uid, as.gid);
    }
    const options = ["--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--username=restamp"];
    const locale = ["--encoding=UTF8", "--locale=C"];
    // Small segments: there is less to copy each time.
    const size = ["--wal-segsize=1", "--no-sync"];
    await runQuietly([initdb, "-D", join(fresh, "data"), ...options, ...locale, ...size], as);
    return fresh;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** In one move, so that nobody ever copies half a directory. The place may be taken meanwhile. */
function keepAs(template: string, fresh: string): void {
  try {
    renameSync(fresh, template);
  } catch {
    rmSync(fresh, { recursive: true, force: true });
  }
}
