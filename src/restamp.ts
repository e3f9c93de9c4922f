/**
 * The entry. It looks at nothing but the version of Node before anything else is loaded: an
 * older one would stumble over the libraries, and say something that helps nobody.
 */
import { textFor } from "./text/index.ts";
import { chosenLanguage } from "./text/language.ts";

const LEAST_NODE = 22;

if (Number(process.versions.node.split(".", 1)[0]) < LEAST_NODE) {
  const { cli } = textFor(chosenLanguage(process.argv.slice(2), process.env));
  process.stderr.write(`${cli.nodeTooOld(process.version)}\n`);
  process.exitCode = 3;
} else {
  const { main } = await import("./cli.tsx");
  process.exitCode = await main();
}
