/**
 * `npm run executable`: one file that runs where there is neither Node nor npm. It is a Node with
 * the bundle inside (https://nodejs.org/api/single-executable-applications.html), and with the
 * files that restamp reads: the project to practise on, and the scenarios.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { asOneModule, bundle } from "./bundle.mjs";
import { SetupError } from "./errors.mjs";
import { pathsIn, ROOT } from "./paths.mjs";
import { say } from "./progress.mjs";
import { reporting } from "./reporting.mjs";
import { runQuietly } from "./run-quietly.mjs";
import {
  builtExecutable,
  executableFailed,
  nodeToPackMissing,
  otherNodeVersion,
} from "./sentences.mjs";

/** From the root of the package on; src/io/package-root.ts looks for them there. */
const PACKED = ["revisions", join("src", "practice", "scenarios")];

const { values: asked } = parseArgs({
  options: { node: { type: "string" }, output: { type: "string" } },
});

await reporting(async () => {
  const start = performance.now();
  const { dist, nodeToPack } = pathsIn(ROOT);
  const output = resolve(asked.output ?? join(dist, `restamp-${process.platform}-${process.arch}`));
  if (!statSync(nodeToPack, { throwIfNoEntry: false })) throw new SetupError(nodeToPackMissing);
  const { program } = await bundle(ROOT);
  mkdirSync(dirname(output), { recursive: true });
  const folder = mkdtempSync(join(dirname(output), ".executable-"));
  try {
    const other = asked.node === undefined ? undefined : resolve(asked.node);
    if (other !== undefined) expectSameVersion(other, nodeToPack);
    await pack(program, folder, nodeToPack, other);
    renameSync(join(folder, "restamp"), output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const took = performance.now() - start;
  say(builtExecutable(relative(process.cwd(), output), statSync(output).size, took));
});

/**
 * @param {string} text the bundled program
 * @param {string} folder where the executable is made, as `restamp`
 * @param {string} builder a Node that can build executables
 * @param {string | undefined} other the Node for another platform, of the same version
 */
async function pack(text, folder, builder, other) {
  const main = join(folder, "restamp.mjs");
  const config = join(folder, "config.json");
  writeFileSync(main, asOneModule(text));
  const settings = {
    main,
    mainFormat: "module",
    executable: other ?? builder,
    output: join(folder, "restamp"),
    disableExperimentalSEAWarning: true,
    // Compiled code starts faster, on the very kind of machine that compiled it.
    useCodeCache: other === undefined,
    // Every option is restamp's own: Node looks for an --env-file everywhere before "--".
    execArgv: ["--"],
    // Nor are NODE_OPTIONS meant for it.
    execArgvExtension: "none",
    assets: Object.fromEntries(PACKED.flatMap(filesIn).map((path) => [path, join(ROOT, path)])),
  };
  writeFileSync(config, JSON.stringify(settings));
  const argv = [builder, "--build-sea", config];
  const built = await runQuietly(argv, { name: basename(builder), cwd: ROOT, env: process.env });
  if (built.code !== 0) throw new SetupError(executableFailed(built.tail));
}

/**
 * An executable of two versions is built without a complaint, and then does nothing.
 * @param {string} other cannot be asked: it is for another platform
 * @param {string} builder
 */
function expectSameVersion(other, builder) {
  const manifest = join(dirname(dirname(builder)), "package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  if (!readFileSync(other).includes(`v${version}`)) {
    throw new SetupError(otherNodeVersion(other, version));
  }
}

/** @param {string} folder from ROOT on @returns {string[]} every file in it, from ROOT on */
function filesIn(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "__pycache__" ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
