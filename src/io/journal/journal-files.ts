/**
 * Journals: one file per session, which only grows. Each line is on the disk before what it tells
 * of begins, and after it has ended.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { JournalEntry, NewEvent, SessionEvent } from "../../core/journal/entries.ts";
import { type JournalledSession, readJournal } from "../../core/journal/session.ts";
import { Problem } from "../../core/problem.ts";
import type { Clock } from "../ports/clock.ts";
import type { JournalPort } from "../ports/journal.ts";

const ENDING = ".jsonl";

export function openJournals(folder: string, clock: Clock): JournalPort {
  const pathOf = (id: string) => join(folder, `${id}${ENDING}`);
  const now = () => clock.now().toISOString();
  const note = async (id: string, event: NewEvent) =>
    onDisk(pathOf(id), () => append(pathOf(id), { ...event, at: now() } as SessionEvent));
  return {
    begin: async (start) => {
      const at = now();
      const minute = at.slice(0, 16).replace("T", "-").replace(":", "");
      // Many databases may be repaired within a minute.
      let id: string;
      do id = `${minute}-${randomBytes(2).toString("hex")}`;
      while (existsSync(pathOf(id)));
      const path = pathOf(id);
      onDisk(path, () => {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        append(path, { event: "started", ...start, id, at }, constants.O_EXCL | constants.O_CREAT);
        syncFolder(folder);
      });
      return { id, path, note: (event) => note(id, event) };
    },
    note,
    list: async () => {
      return namesIn(folder)
        .filter((name) => name.endsWith(ENDING))
        .map((name) => read(join(folder, name)))
        .filter((session) => session !== null)
        .sort((a, b) => (a.start.at < b.start.at ? 1 : -1));
    },
  };
}

/** Without a folder that can be read there is nothing to list; writing there says why. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function onDisk(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("journal_unwritable", { path, reason }, error);
  }
}

/**
 * A session is its operator's alone: it names tables and revisions of a production database. Each
 * entry begins a line of its own, also after one that a full disk has cut off.
 */
function append(path: string, entry: JournalEntry, flags = 0): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND | flags, 0o600);
  try {
    const text = Buffer.from(`\n${JSON.stringify(entry)}\n`);
    if (writeSync(file, text) < text.length) {
      throw Object.assign(new Error("The disk is full."), { code: "ENOSPC" });
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** So that the file's name outlives a power cut as well. */
function syncFolder(folder: string): void {
  for (const each of [folder, dirname(folder)]) {
    const opened = openSync(each, constants.O_RDONLY);
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  }
}

function read(path: string): JournalledSession | null {
  try {
    return readJournal(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
