/** A file with several databases: a URL on each line, or NAME = URL; a number sign begins a comment. */
import { readFileSync } from "node:fs";
import {
  type DatabaseUrl,
  isUrlFault,
  parseIncompleteUrl,
  type UrlFault,
} from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { placeName } from "../../core/url-hosts.ts";
import { knownAddressOf } from "../postgres/address.ts";
import { completeUrl } from "./find-url.ts";
import { isReadableByOthers } from "./read-by-others.ts";

export interface NamedUrl {
  readonly name: string;
  readonly url: DatabaseUrl;
}

interface Line extends NamedUrl {
  readonly line: number;
}

/** @throws Problem targets_file, which names the line and never shows what is on it */
export function readTargets(path: string, environment: NodeJS.ProcessEnv): readonly NamedUrl[] {
  const wrong = (fault: string, details: Readonly<Record<string, string>> = {}) =>
    new Problem("targets_file", { path, fault, ...details });
  const found: Line[] = [];
  for (const [at, raw] of linesOf(path).entries()) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    const line = at + 1;
    const read = readLine(text, environment);
    if (typeof read === "string") throw wrong(read, { line: String(line) });
    const target = { ...read, line };
    const twin = found.find((each) => isSame(each.url, target.url));
    if (twin) throw wrong("twice", { line: String(line), first: String(twin.line) });
    const namesake = found.find(({ name }) => name === target.name);
    if (namesake) {
      throw wrong("same_name", { name: read.name, line: String(line), first: `${namesake.line}` });
    }
    found.push(target);
  }
  if (found.length === 0) throw wrong("no_target");
  return found;
}

/** @returns whether the file holds a password that others may read */
export function tellsPassword(path: string, targets: readonly NamedUrl[]): boolean {
  return targets.some(({ url }) => url.password !== null) && isReadableByOthers(path);
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .replace(/^\ufeff/, "")
      .split(/\r?\n/);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("targets_file", { path, fault: "unreadable", reason }, error);
  }
}

/** A libpq "key=value" string has no name: its first keyword would be taken for one. */
const NAMED = /^(?:(\w[\w.-]*)\s*=\s*)?(\w[\w+]*:\/\/\S*)(?:\s+#.*)?$/;

function readLine(text: string, environment: NodeJS.ProcessEnv): NamedUrl | UrlFault {
  const [, name, written = text] = NAMED.exec(text) ?? [];
  const url = completeUrl(parseIncompleteUrl(written), environment);
  return isUrlFault(url) ? url : { name: name ?? placeOf(url), url };
}

/** What tells one database from another, and what a target is called that has no name. */
function placeOf(url: DatabaseUrl): string {
  const { host, port } = knownAddressOf(url);
  return `${placeName(host, port)}/${url.database ?? ""}`;
}

/** Another role, or other options such as a search_path, may lead to other tables. */
function isSame(one: DatabaseUrl, other: DatabaseUrl): boolean {
  const key = (url: DatabaseUrl) => {
    const { password: _, sslpassword: __, ...options } = url.options;
    return JSON.stringify([placeOf(url).toLowerCase(), url.user, Object.entries(options).sort()]);
  };
  return key(one) === key(other);
}
