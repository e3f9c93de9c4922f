/** Writes a database into a file with pg_dump. */
import { createHash } from "node:crypto";
import { createWriteStream, openSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import { errorLine, startPlain } from "../process/plain.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import type { DumpPrograms } from "./programs.ts";

export interface DumpSettings {
  readonly programs: DumpPrograms;
  readonly url: DatabaseUrl;
  /** Of pg_dump, beside those that every dump here has. */
  readonly options: readonly string[];
  readonly lockTimeout: string;
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
  const { programs, url, options, lockTimeout, path, onBytes, stop } = settings;
  const { dump, shown, isInContainer } = programs;
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
  const child = startPlain(
    [
      ...dump,
      ...["--format=custom", "--no-password", `--lock-wait-timeout=${lockTimeout}`],
      ...options,
      `--dbname=${connectionString(url, isInContainer)}`,
    ],
    connectionEnvironment(url, isInContainer),
  );
  child.stdin.end();
  const end = () => child.interrupt();
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  try {
    const fd = openSync(path, "wx", 0o600);
    const written = pipeline(child.stdout, counting, createWriteStream(path, { fd }));
    // A full disk ends the writing first, and pg_dump must not wait for it.
    written.catch(end);
    const [{ code, errors }] = await Promise.all([child.ended, written]);
    if (stop.aborted) throw new Problem("interrupted", { command: shown });
    if (code !== 0) {
      const line = redactor(knownSecrets(url))(errorLine(errors));
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

function asBackupProblem(error: unknown, { programs, path, size }: DumpSettings): Problem {
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
  return new Problem("backup_failed", { command: programs.shown, line: visible(message) }, error);
}
