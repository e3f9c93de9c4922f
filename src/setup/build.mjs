import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./bundle.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { pathsIn, ROOT } from "./paths.mjs";
import { say } from "./progress.mjs";
import { reporting } from "./reporting.mjs";
import { built } from "./sentences.mjs";
import { see, unchanged } from "./state.mjs";

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
 * Bundles the sources to dist/program.js: one file, so that nothing is loaded later by a restamp that
 * is running while another is built. dist/restamp.js starts it, and keeps it in compiled form
 * (src/io/start-program.ts).
 * @param {string} root
 * @returns {Promise<Build>} what to note about it
 * @throws {SetupError} if a source is wrong
 */
export async function build(root) {
  // Before reading the sources: an edit made meanwhile is then noticed next time.
  const before = fingerprint(root);
  const { dist, entry, program } = pathsIn(root);
  const texts = await bundle(root);
  mkdirSync(dist, { recursive: true });
  replaceFile(program, texts.program, 0o644);
  replaceFile(entry, asCommand(texts.entry), 0o755);
  const outputs = [entry, program].map(see).filter((output) => output !== undefined);
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await reporting(async () => {
    const start = performance.now();
    await build(ROOT);
    say(built(relative(ROOT, pathsIn(ROOT).entry), performance.now() - start));
  });
}
