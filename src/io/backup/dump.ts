/** Writes a database into a file with pg_dump. */
import { createHash } from "node:crypto";
import { createWriteStream, openSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { visible } from "../../core/display.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import { startPlain } from "../process/background.ts";
import { redactor } from "../process/redact.ts";

export interface DumpSettings {
  readonly argv: readonly string[];
  /** As the operator would type it. */
  readonly shown: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly path: string;
  /** Bytes that the tables take. */
  readonly size: number;
  /** Is told how many bytes there are by now. */
  readonly onBytes: (bytes: number) => void;
  readonly stop: AbortSignal;
}

export interface DumpFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * What pg_dump writes passes through here, so that one way serves a program on this machine and
 * one in a container, and the sum is of what was written.
 * @returns the file, on the disk, for its owner alone
 * @throws Problem backup_failed, backup_no_room, interrupted; nothing is left of the file then
 */
export async function writeDump(settings: DumpSettings): Promise<DumpFile> {
  const { argv, shown, environment, path, onBytes, stop } = settings;
  const hash = createHash("sha256");
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      onBytes(bytes);
      done(null, chunk);
    },
  });
  const child = startPlain(argv, environment);
  const end = () => child.interrupt();
  stop.addEventListener("abort", end, { once: true });
  try {
    const fd = openSync(path, "wx", 0o600);
    const written = pipeline(child.stdout, counting, createWriteStream(path, { fd }));
    // A full disk ends the writing first, and pg_dump must not wait for it.
    written.catch(end);
    const [{ code, errors }] = await Promise.all([child.ended, written]);
    if (stop.aborted) throw new Problem("interrupted", { command: shown });
    if (code !== 0) {
      const line = redactor(settings.secrets)(lastLine(errors));
      throw new Problem("backup_failed", { command: shown, line: visible(line) });
    }
    await onDisk(path);
    return { path, bytes, sha256: hash.digest("hex") };
  } catch (error) {
    end();
    rmSync(path, { force: true });
    throw asBackupProblem(error, settings);
  } finally {
    stop.removeEventListener("abort", end);
  }
}

async function onDisk(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The error, and not the hint or the statement after it. */
function lastLine(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
}

function asBackupProblem(error: unknown, { shown: command, path, size }: DumpSettings): Problem {
  if (error instanceof Problem) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Problem(
      "backup_no_room",
      { folder: dirname(path), free: "0", needed: String(size) },
      error,
    );
  }
  if (code === undefined) return asProblem(error);
  return new Problem("backup_failed", { command, line: visible(message) }, error);
}
