/**
 * The entry. It looks at nothing but the version of Node before the program is loaded: an older one
 * would stumble over the libraries, and say something that helps nobody.
 */
import { startProgram } from "./io/start-program.ts";
// Not all that restamp says: the rest comes with the program.
import { start as en } from "./text/en/start.ts";
import { chosenLanguage } from "./text/language.ts";
import { start as ru } from "./text/ru/start.ts";

const LEAST_NODE = 22;

if (Number(process.versions.node.split(".", 1)[0]) < LEAST_NODE) {
  const { nodeTooOld } = { en, ru }[chosenLanguage(process.argv.slice(2), process.env)];
  process.stderr.write(`${nodeTooOld(process.version)}\n`);
  process.exitCode = 3;
} else {
  await startProgram(import.meta, process.argv.slice(2));
}
