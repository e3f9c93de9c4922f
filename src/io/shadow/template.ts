/**
 * A freshly initialised data directory, kept to be copied: initdb takes longer than all the
 * rest of starting a server. It is made anew for each version of the programs.
 */
import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, isTrusted } from "../cache-folder.ts";
import { type RunAs, runQuietly } from "../process/background.ts";
import type { Binaries } from "./binaries.ts";
import { DRAFT, markUsed, ownerOf, removeAllBut } from "./folders.ts";

export interface DataDirectory {
  readonly path: string;
  /** Of the superuser restamp. */
  readonly password: string;
}

/** One for each version that somebody may have in use at a time. */
const MOST_TEMPLATES = 8;

/** In a folder that servers are started from, beside `data`. */
export const PASSWORD_FILE = "password";

/** @param folder where the new data directory goes, as `data`; it belongs to `as` already */
export async function newDataDirectory(
  { initdb, identity }: Binaries,
  folder: string,
  as: RunAs | null,
): Promise<DataDirectory> {
  const prefix = `restamp-template-${ownerOf(as)}-`;
  const template = join(cacheFolder(), `${prefix}${identity}`);
  if (isTrusted(template, ownerOf(as))) {
    markUsed(template);
    return copyDataDirectory(template, folder, as);
  }
  const fresh = await makeTemplate(initdb, as);
  try {
    return await copyDataDirectory(fresh, folder, as);
  } finally {
    keepAs(template, fresh);
    removeAllBut(MOST_TEMPLATES, prefix);
  }
}

/** @param from a folder with a data directory and its password */
export async function copyDataDirectory(
  from: string,
  folder: string,
  as: RunAs | null,
): Promise<DataDirectory> {
  const path = join(folder, "data");
  await runQuietly(["cp", "-R", join(from, "data"), path], as);
  // Fails where the folder was taken away meanwhile: then not all of it was copied.
  return { path, password: readFileSync(join(from, PASSWORD_FILE), "utf8") };
}

async function makeTemplate(initdb: string, as: RunAs | null): Promise<string> {
  const fresh = mkdtempSync(join(cacheFolder(), DRAFT));
  try {
    const passwordFile = join(fresh, PASSWORD_FILE);
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
