/** A sandbox's copy of the project: what is changed there changes nothing anywhere else. */
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fillIn, type UrlParts } from "../../core/breakage.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { fitOf, type Reference } from "../../core/reference.ts";
import { locateProject } from "../project/find-project.ts";
import { readChain } from "../project/read-chain.ts";
import { loadReference, REFERENCE_FILE, saveReference } from "../project/reference-file.ts";
import { serverUser } from "../shadow/binaries.ts";
import { copiedSettings } from "./copied-settings.ts";
import type { SandboxProject } from "./sandbox-project.ts";

export interface ProjectCopy {
  /** The folder of alembic.ini. */
  readonly folder: string;
  readonly configPath: string;
  /** Makes the files what they were at the beginning; changed by the scenario or not yet. */
  copy(files: Readonly<Record<string, string>>): void;
  write(file: string, text: string): void;
  /** Takes a file from the original, as `git checkout` would. */
  restore(file: string): void;
  remove(): void;
}

/**
 * @param original is left as it is
 * @param place the folder that stands for the original's root
 * @param url the sandbox's, which takes the place of one in alembic.ini
 */
export function copyProject(
  original: SandboxProject,
  place: string,
  url: DatabaseUrl,
  parts: UrlParts,
): ProjectCopy {
  const configPath = join(place, original.config);
  const folder = dirname(configPath);
  const write = (file: string, text: string) => {
    const path = join(folder, file);
    if (text === "") return rmSync(path, { force: true });
    makeFolder(dirname(path));
    writeFileSync(path, fillIn(text, parts));
  };
  const copyPart = (part: string) =>
    cpSync(join(original.root, part), join(place, part), {
      recursive: true,
      dereference: true,
      filter: isSource,
    });
  const remove = () => rmSync(place, { recursive: true, force: true });
  return {
    folder,
    configPath,
    write,
    remove,
    copy: (files) => {
      const reference = readReference(folder) ?? original.reference;
      remove();
      makeFolder(place);
      for (const part of original.parts) copyPart(part);
      writeFileSync(configPath, copiedSettings(configPath, original, place, url.text));
      handOver(place);
      for (const [file, text] of Object.entries(files)) write(file, text);
      if (reference && fits(reference, configPath, original.section))
        saveReference(join(folder, REFERENCE_FILE), reference);
    },
    restore: (file) => {
      makeFolder(dirname(join(folder, file)));
      cpSync(join(original.root, dirname(original.config), file), join(folder, file));
    },
  };
}

/** Where alembic.ini lies among its scripts, so does what is none: passwords, a history, libraries. */
const NO_SOURCE = /^(?:__pycache__|\.env(?:\..*)?|\.envrc|\.git|\.venv|venv|node_modules)$/;

/** A link that leads nowhere is none either. */
function isSource(path: string): boolean {
  return !NO_SOURCE.test(basename(path)) && existsSync(path);
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

function readReference(folder: string): Reference | null {
  try {
    return loadReference(join(folder, REFERENCE_FILE));
  } catch {
    return null;
  }
}

/** Whether what was recorded is of the very scripts that are there again: it took its time. */
function fits(reference: Reference, config: string, section: string): boolean {
  try {
    const graph = readChain(locateProject(dirname(config), { config, section }));
    return (
      !(graph instanceof Problem) && fitOf(reference, graph, reference.baseline).fit === "fits"
    );
  } catch {
    return false;
  }
}
