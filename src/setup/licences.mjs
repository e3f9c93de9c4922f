import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const HEADING =
  "dist/program.js contains these packages. Each is under the licence that stands below its name.\n";

/** Where a file of an installed package lies, up to the package's own folder. */
const PACKAGE = /^.*[/\\]?node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;

/**
 * A bundle is a copy of the packages in it, and their licences ask to come along.
 * @param {string} root
 * @param {string[]} inputs the files in the bundle, from `root` on
 * @returns {string} the packages and their licences, as a text file
 */
export function licenceTexts(root, inputs) {
  const folders = inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []);
  const texts = [...new Set(folders)].map((folder) => licenceText(join(root, folder)));
  return [HEADING, ...texts.sort()].join(`\n${"─".repeat(78)}\n\n`);
}

/** @param {string} folder of a package @returns {string} */
function licenceText(folder) {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  const { name, version, license, author } = JSON.parse(text);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|readme)(\.|$)/i.test(file));
  const texts = files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8").trim();
    // Some have theirs at the end of the README.
    return /^readme/i.test(file) ? (/^#+ *licen[cs]e[\s\S]*/im.exec(text)?.[0] ?? "") : text;
  });
  const by = author === undefined ? "" : `, ${author.name ?? author}`;
  return `${[`${name} ${version} (${license})${by}`, ...texts.filter(Boolean)].join("\n\n")}\n`;
}
