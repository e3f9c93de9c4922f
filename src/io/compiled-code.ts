/** Keeps what V8 has made of the program, so that the next start need not read all of it again. */
import { mkdirSync } from "node:fs";
// By name only where it is called: Node 22.0 does not have it.
import module from "node:module";
import { join } from "node:path";
import { isTrusted, ownCacheFolder } from "./cache-folder.ts";

/**
 * In a folder of the user's own: whoever could write into it would run code as the user. Node's usual
 * place, below /tmp, is everybody's. Where there is no such folder, or nothing can be written, each
 * start takes a little longer.
 */
export function keepCompiledCode(): void {
  const cache = ownCacheFolder();
  if (cache === null) return;
  const folder = join(cache, "compiled-code");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const isOwn = isTrusted(folder, process.getuid?.() ?? 0);
    if (isOwn) module.enableCompileCache?.(folder);
  } catch {
    // A cache that cannot be made is none.
  }
}
