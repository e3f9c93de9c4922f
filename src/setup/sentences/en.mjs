/** What the set-up says, in English. */
import { APT_PACKAGES, OLDEST_NODE } from "../requirements.mjs";

/** @param {number} ms @returns {string} a duration as people read it */
function duration(ms) {
  const seconds = ms / 1000;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

export const names = {
  packages: "node packages",
  alembic: "Alembic",
  build: "build",
};

/** @param {string} what @returns {string} */
export const starting = (what) => `Setting up: ${what} …`;

/** @param {string} what @param {number} ms @returns {string} */
export const finished = (what, ms) => `Setting up: ${what} … ${duration(ms)}`;

/** @param {string} what @returns {string} */
export const failed = (what) => `Setting up: ${what} … failed`;

/** @param {number | undefined} pid @returns {string} */
export const waiting = (pid) =>
  pid
    ? `Setting up: waiting for the set-up that process ${pid} is doing in this directory …`
    : "Setting up: waiting for another set-up in this directory …";

export const stopping =
  "Stopping: waiting for the installation to end in good order. Ctrl-C once more ends it at once.";

export const interrupted =
  "The set-up was interrupted. Nothing is broken: the same command takes it up again.";

/** @param {string} version @returns {string} */
export const nodeTooOld = (version) =>
  `restamp needs Node ${OLDEST_NODE} or newer; this is ${version}. Install a newer Node from https://nodejs.org, then run the same command again.`;

/**
 * @param {string} version the machine's own Node
 * @param {string} why what is wrong with the one that came as a package
 * @returns {string}
 */
export const noUsableNode = (version, why) =>
  `restamp needs Node ${OLDEST_NODE} or newer; this is ${version}. The newer one that it brings along as a package ${why}. Install a newer Node from https://nodejs.org, then run the same command again.`;

/** What can be wrong with the Node that came as a package. */
export const packagedNode = {
  missing: "is missing (npm may be set not to run install scripts)",
  broken: "does not run on this machine",
  /** @param {string} version */
  old: (version) => `is ${version}`,
};

export const npmMissing =
  "The node packages were not installed: npm was not found on PATH. Install it (it comes with Node, https://nodejs.org), then run the same command again.";

/** Why npm failed and what to do next, by npm's own error code. */
const npmCauses = new Map([
  [
    "EUSAGE",
    "package.json and package-lock.json do not agree. Run `npm install`, then the same command again.",
  ],
  ["ENOSPC", "the disk is full. Make room, then run the same command again."],
  [
    "EACCES",
    "a file may not be written. See whose files these are, then run the same command again.",
  ],
  [
    "EPERM",
    "a file may not be written. See whose files these are, then run the same command again.",
  ],
  [
    "EINTEGRITY",
    "a package is not the one that package-lock.json names. Run `npm cache verify`, then the same command again.",
  ],
]);

const NETWORK =
  "the package registry could not be reached. Check the network connection (and the proxy, if there is one), then run the same command again.";
for (const code of ["ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ECONNREFUSED", "ECONNRESET"]) {
  npmCauses.set(code, NETWORK);
}
npmCauses.set("ERR_SOCKET_TIMEOUT", NETWORK);

/**
 * @param {string} ending how npm ended, from `ending`
 * @param {string | undefined} code npm's error code
 * @returns {string}
 */
export const npmFailed = (ending, code) => {
  const cause = npmCauses.get(code ?? "");
  return cause
    ? `The node packages were not installed: ${cause}`
    : `The node packages were not installed: \`npm ci\` ${ending}. The reason should be in its last lines, above; once it is mended, run the same command again.`;
};

/** @param {{ code: number | null, signal: string | null }} result @returns {string} */
export const ending = ({ code, signal }) =>
  signal ? `was stopped by ${signal}` : `ended with exit code ${code}`;

/** @param {string} command @returns {string} */
export const lastLines = (command) => `The last lines of \`${command}\`:`;

const aptCommand = `apt-get install -y ${APT_PACKAGES.join(" ")}`;

export const alembic = {
  none: "Alembic is needed and was not found, and there is no Python 3 to install it with. Install Python 3 with its venv module, or uv (https://docs.astral.sh/uv), then run the same command again.",
  noVenv:
    "Alembic is needed and was not found, and no Python 3 on PATH can make a virtual environment for it. Install Python's venv module, or uv (https://docs.astral.sh/uv), then run the same command again.",
  failed:
    "Alembic is needed and could not be installed; the reason should be in the last lines above. Install alembic, sqlalchemy and psycopg for a python3 on PATH, or mend what they name, then run the same command again.",
  aptFailed: `Alembic is needed and could not be installed; the reason should be in the last lines above. Run \`${aptCommand}\` by hand to see more, then the same command again.`,
  needsRoot: `Alembic is needed and was not found, and it could not be installed into a private environment. Run \`sudo ${aptCommand}\`, then the same command again.`,
  doesNotRun: "The virtual environment was made, but its Alembic does not run.",
  /** @param {string} from @param {string} to */
  setAside: (from, to) =>
    `Setting up: ${from} is a virtual environment without a working Alembic and was not made by this set-up; it is now ${to}.`,
};

/** @param {string} reason @returns {string} */
export const buildFailed = (reason) =>
  `restamp was not built: ${reason}\nMend the source that it names, then run the same command again.`;

export const buildToolMissing =
  "restamp was not built: esbuild cannot be loaded. Run `npm ci`, then the same command again.";

/** @param {string} entry @param {number} ms @returns {string} */
export const built = (entry, ms) => `Built ${entry} in ${duration(ms)}.`;

/** @param {string} reason @returns {string} */
export const manualFailed = (reason) => `The manual page was not made:\n${reason}`;

/** @param {string} path @param {number} bytes @param {number} ms @returns {string} */
export const builtExecutable = (path, bytes, ms) =>
  `Built ${path}, ${Math.round(bytes / 1e6)} MB, in ${duration(ms)}. It needs neither Node nor npm.`;

export const nodeToPackMissing =
  "The executable was not built: the Node that becomes part of it is not installed. Run `npm ci`, then the same command again.";

/** @param {string} node @param {string} version @returns {string} */
export const otherNodeVersion = (node, version) =>
  `The executable was not built: ${node} is not Node ${version}. The Node inside has to be of the version that builds it; get that one, then run the same command again.`;

/** @param {string} reason @returns {string} */
export const executableFailed = (reason) => `The executable was not built:\n${reason}`;

/** @param {string} reason @returns {string} */
export const stopped = (reason) =>
  `The set-up stopped: ${reason}. Once that is mended, run the same command again.`;

/** @param {string} what @param {string} reason @returns {string} */
export const cannotStart = (what, reason) => `${what} could not be started: ${reason}.`;

/** @param {string} check @returns {string} */
export const checkHeading = (check) => `── ${check}`;

/** @param {boolean} ok @param {number} ms @returns {string} */
export const checkEnding = (ok, ms) => `   ${ok ? "passed" : "FAILED"} after ${duration(ms)}\n`;

export const noTestRan = "No test ran, so this does not count as a success.";
