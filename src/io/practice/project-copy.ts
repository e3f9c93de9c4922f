/** A sandbox's copy of the project: what is changed there changes nothing anywhere else. */
import { chownSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fillIn, type UrlParts } from "../../core/breakage.ts";
import { Problem } from "../../core/problem.ts";
import { fitOf } from "../../core/reference.ts";
import { locateProject } from "../project/find-project.ts";
import { readChain } from "../project/read-chain.ts";
import { loadReference, REFERENCE_FILE, saveReference } from "../project/reference-file.ts";
import { serverUser } from "../shadow/binaries.ts";

export interface ProjectCopy {
  readonly folder: string;
  /** Makes the files what they were at the beginning; changed by the scenario or not yet. */
  copy(files: Readonly<Record<string, string>>): void;
  write(file: string, text: string): void;
  /** Takes a file from the original, as `git checkout` would. */
  restore(file: string): void;
  remove(): void;
}

/** @param original is left as it is */
export function copyProject(original: string, folder: string, parts: UrlParts): ProjectCopy {
  const write = (file: string, text: string) => {
    const path = join(folder, file);
    if (text === "") return rmSync(path, { force: true });
    makeFolder(dirname(path));
    writeFileSync(path, fillIn(text, parts));
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return {
    folder,
    write,
    remove,
    copy: (files) => {
      const reference = readReference(folder);
      remove();
      makeFolder(folder);
      cpSync(original, folder, { recursive: true, filter: isSource });
      handOver(folder);
      for (const [file, text] of Object.entries(files)) write(file, text);
      if (reference && fits(reference, folder))
        saveReference(join(folder, REFERENCE_FILE), reference);
    },
    restore: (file) => {
      makeFolder(dirname(join(folder, file)));
      cpSync(join(original, file), join(folder, file));
    },
  };
}

function isSource(path: string): boolean {
  return basename(path) !== "__pycache__";
}

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  handOver(folder);
}

/** To the server's user, who takes the sandbox away where restamp was killed. */
function handOver(folder: string): void {
  const as = serverUser();
  if (as === null) return;
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const each of [folder, ...inside]) chownSync(each, as.uid, as.gid);
}

function readReference(folder: string) {
  try {
    return loadReference(join(folder, REFERENCE_FILE));
  } catch {
    return null;
  }
}

/** Whether what was recorded since is of the very scripts that are there again: it took its time. */
function fits(reference: NonNullable<ReturnType<typeof readReference>>, folder: string): boolean {
  try {
    const graph = readChain(locateProject(folder, {}));
    return !(graph instanceof Problem) && fitOf(reference, graph).fit === "fits";
  } catch {
    return false;
  }
}
