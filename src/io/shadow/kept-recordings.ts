/**
 * Servers on which a whole chain was recorded, kept with what was recorded. The next recording of
 * the chain starts from one, so that it replays what is new only.
 *
 * In the cache, because each can be made again. Losing one costs time, and so does a machine
 * without room for it: nothing here fails a recording.
 */

import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseReference } from "../../core/parse-reference.ts";
import { isUnchanged, type Reference } from "../../core/reference.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import { cacheFolder, isTrusted } from "../cache-folder.ts";
import { runQuietly } from "../process/background.ts";
import { findBinaries, serverUser } from "./binaries.ts";
import type { StoppedServer } from "./cluster.ts";
import { DRAFT, markUsed, ownerOf, removeAllBut, removeKept } from "./folders.ts";
import { INSTALL_RECORDER_SQL } from "./recorder/recorder-sql.ts";
import { PASSWORD_FILE } from "./template.ts";

/** Some 70 MB each: the last of a chain, the one before it, and one of another chain. */
const MOST_RECORDINGS = 3;

const RECORDING_FILE = "recording.json";

export interface KeptRecording {
  /** A server can be started from it. */
  readonly folder: string;
  readonly reference: Reference;
}

export interface KeptRecordings {
  /** @returns the largest recording whose scripts are all there and unchanged */
  find(graph: RevisionGraph): Promise<KeptRecording | null>;
  keep(server: StoppedServer, reference: Reference): Promise<void>;
  forget(recording: KeptRecording): void;
}

/** @param conditions all that a replay depends on besides the scripts */
export function openKeptRecordings(conditions: readonly string[]): KeptRecordings {
  const as = serverUser();
  const all = `restamp-recording-${ownerOf(as)}-`;
  const prefixFor = async () => {
    const { identity } = await findBinaries(as);
    const hash = createHash("sha256");
    hash.update(JSON.stringify([identity, INSTALL_RECORDER_SQL, ...conditions]));
    return `${all}${hash.digest("hex").slice(0, 16)}-`;
  };
  const keptWith = (prefix: string) =>
    readdirSync(cacheFolder())
      .filter((name) => name.startsWith(prefix))
      .map((name) => read(join(cacheFolder(), name), ownerOf(as)))
      .filter((recording) => recording !== null);
  const forget = ({ folder }: KeptRecording) => removeKept(folder);
  return {
    find: async (graph) => {
      const [largest = null] = keptWith(await prefixFor())
        .filter(({ reference }) => isUnchanged(reference, graph))
        .sort((a, b) => b.reference.revisions.length - a.reference.revisions.length);
      if (largest) markUsed(largest.folder);
      return largest;
    },
    keep: async ({ folder, password }, reference) => {
      try {
        const prefix = await prefixFor();
        for (const before of keptWith(prefix)) {
          if (before.reference.revisions.length === reference.revisions.length) forget(before);
        }
        for (const [name, text] of [
          [PASSWORD_FILE, password],
          [RECORDING_FILE, JSON.stringify(reference)],
        ] as const) {
          writeFileSync(join(folder, name), text, { mode: 0o600 });
          if (as) chownSync(join(folder, name), as.uid, as.gid);
        }
        chmodSync(folder, 0o700);
        await moveInto(cacheFolder(), folder, `${prefix}${randomBytes(4).toString("hex")}`);
        removeAllBut(MOST_RECORDINGS, all);
      } catch {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    forget,
  };
}

function read(folder: string, owner: number): KeptRecording | null {
  if (!isTrusted(folder, owner)) return null;
  try {
    const reference = parseReference(readFileSync(join(folder, RECORDING_FILE), "utf8"));
    return reference && { folder, reference };
  } catch {
    return null;
  }
}

/** Nobody ever finds half of it, even where it has to be copied to another file system. */
async function moveInto(parent: string, folder: string, name: string): Promise<void> {
  const place = join(parent, name);
  try {
    renameSync(folder, place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    const draft = join(parent, `${DRAFT}${name}`);
    await runQuietly(["mv", folder, draft], null);
    renameSync(draft, place);
  }
}
