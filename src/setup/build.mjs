import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { pathsIn, ROOT } from "./paths.mjs";
import { say } from "./progress.mjs";
import { reporting } from "./reporting.mjs";
import { built } from "./sentences.mjs";
import { see, unchanged } from "./state.mjs";

/** A restamp that is running may still load parts of an older build; after a day none is. */
const KEEP_OLD_MS = 24 * 60 * 60 * 1000;

const SHEBANG = "#!/usr/bin/env -S node --\n";

/** @typedef {NonNullable<import("./state.mjs").State["build"]>} Build */

/**
 * @param {string} root
 * @param {Build | undefined} noted
 * @returns {boolean} whether dist/ is what the sources as they are now would give
 */
export function buildIsCurrent(root, noted) {
  if (!noted?.outputs.every(unchanged)) return false;
  return noted.fingerprint === fingerprint(root);
}

/**
 * Bundles src/restamp.ts to dist/restamp.js and its chunks. All lie flat in dist/, so that
 * `import.meta.url` is one level below the package in every one of them.
 * @param {string} root
 * @param {{ keepOldMs?: number }} [options] how old a file of an earlier build must be to go
 * @returns {Promise<Build>} what to note about it
 * @throws {SetupError} if a source is wrong
 */
export async function build(root, { keepOldMs = KEEP_OLD_MS } = {}) {
  // Before reading the sources: an edit made meanwhile is then noticed next time.
  const before = fingerprint(root);
  const { dist, entry } = pathsIn(root);
  const files = await bundle(root);
  mkdirSync(dist, { recursive: true });
  // The entry file last: whoever starts it finds every chunk that it names.
  files.sort((a, b) => Number(a.path === entry) - Number(b.path === entry));
  for (const { path, text } of files) {
    if (path === entry) replaceFile(path, asCommand(text), 0o755);
    else replaceFile(path, text, 0o644);
  }
  const paths = files.map((file) => file.path);
  removeOld(dist, new Set(paths), Date.now() - keepOldMs);
  const outputs = paths.map(see).filter((output) => output !== undefined);
  return { fingerprint: before, outputs };
}

/** @param {string} text @returns {string} */
function asCommand(text) {
  return text.startsWith("#!") ? text : SHEBANG + text;
}

/** @param {string} path @param {string} text @param {number} mode */
function replaceFile(path, text, mode) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, path);
}

/** @param {string} dist @param {Set<string>} current @param {number} before */
function removeOld(dist, current, before) {
  for (const name of readdirSync(dist)) {
    const path = join(dist, name);
    // A name with a dot in front belongs to the set-up, not to a build.
    if (current.has(path) || name.startsWith(".")) continue;
    if (statSync(path).mtimeMs <= before) rmSync(path, { recursive: true });
  }
}

// By itself (`node src/setup/build.mjs`) it leaves nothing but this build: the way to a release.
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await reporting(async () => {
    const start = performance.now();
    await build(ROOT, { keepOldMs: 0 });
    say(built(relative(ROOT, pathsIn(ROOT).entry), performance.now() - start));
  });
}
