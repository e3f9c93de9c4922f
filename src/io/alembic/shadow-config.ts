/** A copy of alembic.ini or pyproject.toml that names a shadow database, for projects that keep the URL there. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { makeOwnFolder, removeDeadFolders } from "../process/own-folders.ts";
import { PYPROJECT } from "../project/find-config.ts";

/** Of its folders: what else such a file holds is not to stay in them. */
const KIND = "config";

/** Python's configparser takes keys in any case. */
const URL_LINE = /^(\s*sqlalchemy\.url\s*[=:]).*(?:\n[ \t]+\S.*)*$/gim;

const TOML_URL_LINE = /^(\s*["']sqlalchemy\.url["']\s*=).*$/gm;

/** @returns the file's text with that URL; null when the project does not keep its URL there */
export function withConfiguredUrl(path: string, url: string): string | null {
  const text = readFileSync(path, "utf8");
  const isToml = basename(path) === PYPROJECT;
  const line = isToml ? TOML_URL_LINE : URL_LINE;
  if (text.search(line) < 0) return null;
  const escaped = url.replaceAll("%", "%%");
  const value = isToml ? JSON.stringify(escaped) : escaped;
  return text.replace(line, (_, before: string) => `${before} ${value}`);
}

/**
 * @param work is given the path of the copy, or null when alembic.ini itself will do
 * @returns what `work` gives; the copy is removed afterwards
 */
export async function withShadowConfig<T>(
  configPath: string,
  url: string,
  work: (path: string | null) => Promise<T>,
): Promise<T> {
  const text = withConfiguredUrl(configPath, url);
  if (text === null) return work(null);
  const here = dirname(configPath).replaceAll("%", "%%");
  removeDeadFolders(tmpdir(), KIND);
  const folder = makeOwnFolder(tmpdir(), KIND);
  try {
    const path = join(folder, basename(configPath) === PYPROJECT ? PYPROJECT : "alembic.ini");
    writeFileSync(path, text.replaceAll("%(here)s", here), { mode: 0o600 });
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
