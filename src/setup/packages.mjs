import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { withoutNodeOptions } from "./environment.mjs";
import { SetupError } from "./errors.mjs";
import { pathsIn } from "./paths.mjs";
import { say } from "./progress.mjs";
import { lastLinesOf, runQuietly } from "./run-quietly.mjs";
import { ending, lastLines, npmFailed, npmMissing } from "./sentences.mjs";
import { which } from "./which.mjs";

/**
 * @param {string} root
 * @returns {string} the lock file's SHA-256: what the node packages are installed from
 */
export function lockFileHash(root) {
  return createHash("sha256")
    .update(readFileSync(pathsIn(root).lockFile))
    .digest("hex");
}

/**
 * Installs the node packages that package-lock.json names.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} forTests whether the PostgreSQL servers of test/servers are wanted, too
 * @returns {Promise<{ lockFile: string, forTests: boolean }>} what to note about it
 * @throws {SetupError} if npm is missing or fails; its last lines have been shown then
 */
export async function installPackages(root, env, forTests) {
  // The hash is of the file as it was before: an edit made meanwhile is then noticed next time.
  const lockFile = lockFileHash(root);
  const npm = npmCommand(env);
  if (!npm) throw new SetupError(npmMissing);
  // The build tool and the tests are development packages: NODE_ENV=production must not omit them.
  const flags = ["--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  if (!forTests) flags.push("--no-workspaces");
  const argv = [...npm, "ci", ...flags, "--no-progress", "--loglevel=error"];
  const result = await runQuietly(argv, { name: "npm ci", cwd: root, env: environmentOfNpm(env) });
  if (result.code === 0) return { lockFile, forTests };
  const said = withoutPadding(result.said);
  const code = /^npm \S+ code (\S+)/m.exec(said)?.[1];
  say(`${lastLines(result.name)}\n${lastLinesOf(said)}`);
  throw new SetupError(npmFailed(ending(result), code));
}

/**
 * @param {string} said by npm
 * @returns {string} the same without its usage text and stack frames, which push the reason away
 */
function withoutPadding(said) {
  return said
    .replace(/^npm \S+ Clean install a project\n[\s\S]*Run "npm help ci" for more info\n/m, "")
    .replace(/^npm \S+ {2,}at .*\n/gm, "");
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[] | undefined} the npm that started us, else the one on PATH
 */
export function npmCommand(env) {
  const cli = env.npm_execpath;
  // Other package managers put themselves into the same variable, and cannot read our lock file.
  if (cli && basename(cli) === "npm-cli.js" && existsSync(cli)) {
    // Our own Node may be the packaged one, which `npm ci` is about to delete.
    return [env.npm_node_execpath ?? process.execPath, cli];
  }
  const [onPath] = which("npm", env);
  return onPath ? [onPath] : undefined;
}

/** @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} without the traces of `npm start` */
function environmentOfNpm(env) {
  const entries = Object.entries(withoutNodeOptions(env));
  return Object.fromEntries(entries.filter(([name]) => !/^npm_(lifecycle|package)_/.test(name)));
}
