/** A copy of alembic.ini that names a shadow database, for projects that keep the URL there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const URL_LINE = /^(\s*sqlalchemy\.url\s*[=:]).*(?:\n[ \t]+\S.*)*$/gm;

/** @returns the file with that URL; null when the project does not keep its URL there */
export function withConfiguredUrl(text: string, url: string): string | null {
  if (text.search(URL_LINE) < 0) return null;
  const escaped = url.replaceAll("%", "%%");
  return text.replace(URL_LINE, (_, before: string) => `${before} ${escaped}`);
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
  const text = withConfiguredUrl(readFileSync(configPath, "utf8"), url);
  if (text === null) return work(null);
  const here = dirname(configPath).replaceAll("%", "%%");
  const folder = mkdtempSync(join(tmpdir(), "restamp-config-"));
  try {
    const path = join(folder, "alembic.ini");
    writeFileSync(path, text.replaceAll("%(here)s", here), { mode: 0o600 });
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
