import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { SetupError } from "./errors.mjs";
import { pathsIn } from "./paths.mjs";
import { buildFailed, buildToolMissing } from "./sentences.mjs";

/** Packages such as pg are CommonJS and call `require`, which a module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * React's own development tools, which Ink loads when DEV is set and they are installed. They are
 * not, and must not be looked for in the folder of a server on which somebody set DEV.
 * @type {import("esbuild").Plugin}
 */
const WITHOUT_DEVTOOLS = {
  name: "without-devtools",
  setup: ({ onLoad }) => {
    onLoad({ filter: /[/\\]ink[/\\]build[/\\]devtools\.js$/ }, () => ({ contents: "" }));
  },
};

/**
 * Node's own modules, each loaded where the module that wants it is. As imports they would stand at
 * the head of the one file, and all of them be loaded for whatever restamp is asked to do.
 * @type {import("esbuild").Plugin}
 */
const BUILTINS_LATE = {
  name: "builtins-late",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      return kind === "require-call" ? { path, external: true } : { path, namespace: "builtin" };
    });
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
    }));
  },
};

/** What anybody would ask of esbuild; so the benchmark bundles what it compares with in the same way. */
export const usualOptions = /** @satisfies {import("esbuild").BuildOptions} */ ({
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22",
  jsx: "automatic",
  minify: true,
  legalComments: "none",
  plugins: [WITHOUT_DEVTOOLS],
  define: { "process.env.NODE_ENV": '"production"' },
  banner: { js: REQUIRE },
});

/**
 * The entry starts the program from the file beside it, and has no copy of it.
 * @type {import("esbuild").Plugin}
 */
const PROGRAM_BESIDE = {
  name: "program-beside",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/program\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./program.js", external: true },
    );
  },
};

/**
 * Bundles the program into one file, and into another the entry that starts it, without writing them.
 * @param {string} root
 * @returns {Promise<{ entry: string, program: string, inputs: string[] }>} `inputs`: what is in them, from `root` on
 * @throws {SetupError} if a source is wrong, or the build tool is missing
 */
export async function bundle(root) {
  const esbuild = await import("esbuild").catch(() => {
    throw new SetupError(buildToolMissing);
  });
  const { manifest, dist, entry, program } = pathsIn(root);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  try {
    const { outputFiles, metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [join(root, "src", "restamp.ts"), join(root, "src", "program.ts")],
      outdir: dist,
      ...usualOptions,
      // A Cyrillic letter is two bytes, its escape six: but with one such letter V8 keeps two bytes for
      // each character of the file, and takes longer to read it.
      charset: "ascii",
      // Errors are told apart and reported by the names of their classes.
      keepNames: true,
      plugins: [...usualOptions.plugins, BUILTINS_LATE, PROGRAM_BESIDE],
      define: {
        ...usualOptions.define,
        RESTAMP_VERSION: JSON.stringify(version),
        // Yoga would fetch its WebAssembly, which is in the bundle, from a data: URL, and Node load its
        // HTTP client for that.
        fetch: "undefined",
      },
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    const textOf = (/** @type {string} */ path) =>
      outputFiles.find((file) => file.path === path)?.text ?? "";
    return { entry: textOf(entry), program: textOf(program), inputs: Object.keys(metafile.inputs) };
  } catch (error) {
    const errors = /** @type {import("esbuild").BuildFailure} */ (error).errors;
    if (!errors) throw error;
    const lines = await esbuild.formatMessages(errors, { kind: "error", color: false });
    throw new SetupError(buildFailed(lines.join("").trim()));
  } finally {
    await esbuild.stop();
  }
}
