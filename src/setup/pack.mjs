/** What `npm pack` needs beside the sources: the bundle, its manual page, and the licences in it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "./build.mjs";
import { bundle } from "./bundle.mjs";
import { SetupError } from "./errors.mjs";
import { licenceTexts } from "./licences.mjs";
import { pathsIn, ROOT } from "./paths.mjs";
import { reporting } from "./reporting.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { manualFailed } from "./sentences.mjs";

await reporting(async () => {
  const { entry, manual, licences } = pathsIn(ROOT);
  await build(ROOT);
  write(manual, await manualPage(entry));
  write(licences, licenceTexts(ROOT, (await bundle(ROOT)).inputs));
});

/** @param {string} entry @returns {Promise<string>} as the bundle itself tells it */
async function manualPage(entry) {
  const argv = [process.execPath, "--", entry, "man", "--lang", "en"];
  const { code, said, tail } = await runQuietly(argv, {
    name: "restamp man",
    cwd: ROOT,
    env: process.env,
  });
  if (code !== 0) throw new SetupError(manualFailed(tail));
  return said;
}

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
