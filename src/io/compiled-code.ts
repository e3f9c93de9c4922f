/**
 * Keeps what V8 has made of the program, so that the next start need not read all of it again. Node
 * has a cache for modules, too (`module.enableCompileCache`), but that holds a file as it was
 * compiled before it ran: without the functions, which V8 compiles when they are first called.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
// By name only where it is called: Node 22.0 does not have crc32.
import zlib from "node:zlib";
import { isTrusted, ownCacheFolder } from "./cache-folder.ts";

/** Of each part: other versions of restamp and of Node may be used in turn. */
const MOST_KEPT = 3;

const CHECKSUM_BYTES = 4;

export interface KeptCode {
  /** As V8 gave it; undefined where none is kept. */
  readonly code: Buffer | undefined;
  /** What cannot be written is not kept: the next start takes a little longer. */
  readonly keep: (code: Buffer) => void;
}

/**
 * In a folder of the user's own: whoever could write into it would run code as the user. V8 refuses
 * code of another V8, but of the source it looks at the length alone, and of the code at nothing
 * (SerializedCodeData::SanityCheck, V8 13.6): so both have checksums.
 * @param part of the program that is started: each calls other functions
 * @returns null where nothing can be kept
 */
export function keptCode(source: Buffer, part: string): KeptCode | null {
  const folder = ownFolder();
  if (folder === null || !zlib.crc32) return null;
  const { version, arch } = process;
  const name = `${part}-${zlib.crc32(source).toString(16)}-${version}-${arch}`;
  return {
    code: readChecked(join(folder, name)),
    keep: (code) => {
      try {
        write(join(folder, name), code);
        sweep(folder, part);
      } catch {
        // The disk is full, or somebody sweeps as well.
      }
    },
  };
}

function ownFolder(): string | null {
  const cache = ownCacheFolder();
  if (cache === null) return null;
  const folder = join(cache, "compiled-code");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return null;
  }
  return isTrusted(folder, process.getuid?.() ?? 0) ? folder : null;
}

function readChecked(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const code = content.subarray(CHECKSUM_BYTES);
    return zlib.crc32(code) === content.readUInt32BE(0) ? code : undefined;
  } catch {
    // The first start, or one that was cut off.
    return undefined;
  }
}

/** Under its name only when it is whole: another restamp may be reading. */
function write(path: string, code: Buffer): void {
  const content = Buffer.alloc(CHECKSUM_BYTES + code.length);
  content.writeUInt32BE(zlib.crc32(code), 0);
  code.copy(content, CHECKSUM_BYTES);
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, content, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The oldest go. */
function sweep(folder: string, part: string): void {
  const kept = readdirSync(folder)
    .filter((name) => name.startsWith(`${part}-`))
    .map((name) => join(folder, name))
    .map((path) => ({ path, time: statSync(path).mtimeMs }))
    .toSorted((one, other) => other.time - one.time);
  for (const { path } of kept.slice(MOST_KEPT)) rmSync(path, { force: true });
}
