/**
 * The files that travel inside the single executable (src/setup/executable.mjs), unpacked: alembic
 * can only run in a folder. They stay in the cache, one folder for each set of them.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
// By name only where it is called: Node 22 has no getAssetKeys, and no executable either.
import * as sea from "node:sea";
import { cacheFolder, isTrusted } from "./cache-folder.ts";
import { DRAFT, markUsed, ownerOf, removeAllBut, removeKept } from "./shadow/folders.ts";

/** This version's and the one before it: 100 kB each. */
const MOST = 2;

/** @returns a folder that holds them under the paths that they have in the package */
export function unpackedFiles(): string {
  const files = sea.getAssetKeys().map((path) => ({ path, text: sea.getAsset(path, "utf8") }));
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  const prefix = `restamp-files-${ownerOf(null)}-`;
  const place = join(cacheFolder(), `${prefix}${hash}`);
  if (isTrusted(place, ownerOf(null))) {
    if (isComplete(place, files)) {
      markUsed(place);
      return place;
    }
    removeKept(place);
  }
  const fresh = mkdtempSync(join(cacheFolder(), DRAFT));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), text);
  }
  return keepAs(place, fresh, prefix);
}

type PackedFile = { readonly path: string; readonly text: string };

/** Whatever clears old files away takes some of them and leaves others. */
function isComplete(folder: string, files: readonly PackedFile[]): boolean {
  try {
    return files.every(({ path, text }) => readFileSync(join(folder, path), "utf8") === text);
  } catch {
    return false;
  }
}

/** In one move, so that nobody ever finds half of them. @returns where they are now */
function keepAs(place: string, fresh: string, prefix: string): string {
  try {
    renameSync(fresh, place);
    removeAllBut(MOST, prefix);
    return place;
  } catch {
    // Another restamp was faster, or the place is taken by a stranger.
    if (!isTrusted(place, ownerOf(null))) return fresh;
    rmSync(fresh, { recursive: true, force: true });
    return place;
  }
}
