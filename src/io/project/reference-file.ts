/** The reference file beside the project. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isOlderReference, parseReference } from "../../core/parse-reference.ts";
import { Problem } from "../../core/problem.ts";
import type { Reference } from "../../core/reference.ts";
import type { Saved } from "../ports/reference.ts";

export const REFERENCE_FILE = "restamp.reference.json";

/**
 * @returns null when there is none, or one of an older format: it has to be recorded anew
 * @throws Problem reference_unreadable
 */
export function loadReference(path: string): Reference | null {
  if (!existsSync(path)) return null;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Problem("reference_unreadable", { path }, error);
  }
  if (isOlderReference(text)) return null;
  const reference = parseReference(text);
  if (reference === null) throw new Problem("reference_unreadable", { path });
  return reference;
}

/** One that cannot be written is recorded again next time. */
export function saveReference(path: string, reference: Reference): Saved {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(reference, null, 2)}\n`);
    renameSync(draft, path);
    return { path, unsaved: null };
  } catch (error) {
    // "ENOENT: no such file or directory, open '…'", which would name the draft.
    const [unsaved = ""] = String((error as Error).message).split(", ", 1);
    return { path, unsaved };
  }
}
