import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { SetupError } from "./errors.mjs";
import { pathsIn } from "./paths.mjs";
import { buildFailed, buildToolMissing } from "./sentences.mjs";

const require = createRequire(import.meta.url);

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
      if (kind === "require-call") return { path, external: true };
      const namespace = kind === "dynamic-import" ? "whole-builtin" : "builtin";
      return { path: path.replace(/^node:/, ""), namespace };
    });
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: asModule(`node:${path}`),
    }));
    onLoad({ filter: /./, namespace: "whole-builtin" }, ({ path }) => ({
      contents: `module.exports = require("node:${path}");`,
    }));
  },
};

/**
 * A module that reads those names only that somebody imports: of some, a newer Node warns when they
 * are read. As CommonJS it would be copied, name by name, into every module that imports from it.
 * @param {string} name of one of Node's own modules
 */
function asModule(name) {
  const exported = Object.keys(require(name))
    .filter((key) => key !== "default")
    .map((key) => `export const ${key} = /* @__PURE__ */ $read(${JSON.stringify(key)});`);
  return [
    `const $builtin = require(${JSON.stringify(name)});`,
    "const $read = (key) => $builtin[key];",
    "export default $builtin;",
    ...exported,
  ].join("\n");
}

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
 * The program as one function, which src/io/start-program.ts calls: a script, unlike a module, can be
 * kept with the functions that it has called. A script has no top-level await (yoga-layout's), and no
 * import.meta; so the function is asynchronous, and is given it. A function expression in brackets is
 * compiled at once, an arrow function is read twice.
 */
const AS_FUNCTION = /** @satisfies {import("esbuild").BuildOptions} */ ({
  banner: { js: '(async function (require, importMeta) { "use strict";' },
  footer: { js: "})" },
  define: { "import.meta": "importMeta" },
});

/** @param {string} program @returns {string} a module that does what the program does */
export function asOneModule(program) {
  return `${REQUIRE}\nawait ${program.trimEnd()}(require, import.meta);\n`;
}

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
  const { version } = JSON.parse(readFileSync(pathsIn(root).manifest, "utf8"));
  /** @param {string} name @param {import("esbuild").BuildOptions} [more] */
  const bundled = async (name, more = {}) => {
    const { outputFiles, metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [join(root, "src", name)],
      ...usualOptions,
      // A Cyrillic letter is two bytes, its escape six: but with one such letter V8 keeps two bytes for
      // each character of the file, and takes longer to read it.
      charset: "ascii",
      // Errors are told apart and reported by the names of their classes.
      keepNames: true,
      plugins: [...usualOptions.plugins, BUILTINS_LATE],
      ...more,
      define: {
        ...usualOptions.define,
        ...more.define,
        RESTAMP_VERSION: JSON.stringify(version),
        // Yoga would fetch its WebAssembly, which is in the bundle, from a data: URL, and Node load its
        // HTTP client for that.
        fetch: "undefined",
      },
      metafile: true,
      write: false,
      logLevel: "silent",
    });
    return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
  };
  try {
    const entry = await bundled("restamp.ts");
    const program = await bundled("program.ts", AS_FUNCTION);
    const inputs = [...new Set([...entry.inputs, ...program.inputs])];
    return { entry: entry.text, program: program.text, inputs };
  } catch (error) {
    const errors = /** @type {import("esbuild").BuildFailure} */ (error).errors;
    if (!errors) throw error;
    const lines = await esbuild.formatMessages(errors, { kind: "error", color: false });
    throw new SetupError(buildFailed(lines.join("").trim()));
  } finally {
    await esbuild.stop();
  }
}
