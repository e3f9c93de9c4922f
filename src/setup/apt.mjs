import { withoutNodeOptions } from "./environment.mjs";
import { APT_PACKAGES } from "./requirements.mjs";
import { runQuietly } from "./run-quietly.mjs";

/** Another package manager may be at work, such as the nightly upgrade. */
const PATIENCE = ["-o", "DPkg::Lock::Timeout=120"];

/**
 * Installs Alembic with what it needs for the system's Python, on Debian or Ubuntu, as root.
 * @param {string} apt where apt-get is
 * @param {{ root: string, env: NodeJS.ProcessEnv }} where
 * @returns {Promise<import("./run-quietly.mjs").Outcome>} how the installation ended
 */
export async function aptInstall(apt, { root, env }) {
  const quiet = { ...withoutNodeOptions(env), DEBIAN_FRONTEND: "noninteractive" };
  /** @param {string[]} words */
  const run = (...words) =>
    runQuietly([apt, ...PATIENCE, ...words], {
      name: `apt-get ${words[0]}`,
      cwd: root,
      env: quiet,
    });
  const first = await run("install", "-y", ...APT_PACKAGES);
  if (first.code === 0) return first;
  // A fresh machine or container has no package lists, or old ones.
  const update = await run("update");
  return update.code === 0 ? run("install", "-y", ...APT_PACKAGES) : update;
}
