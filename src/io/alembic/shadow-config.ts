/** A copy of alembic.ini that names a shadow database, for projects that keep the URL there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const URL_LINE = /^(\s*sqlalchemy\.url\s*[=:]).*(?:\n[ \t]+\S.*)*$/gm;

/** @returns null when the project does not keep its URL there */
function withShadowUrl(text: string, folder: string, url: string): string | null {
  if (!URL_LINE.test(text)) return null;
  const escaped = url.replaceAll("%", "%%");
  return text
    .replace(URL_LINE, (_, before: string) => `${before} ${escaped}`)
    .replaceAll("%(here)s", folder.replaceAll("%", "%%"));
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
  const text = withShadowUrl(readFileSync(configPath, "utf8"), dirname(configPath), url);
  if (text === null) return work(null);
  const folder = mkdtempSync(join(tmpdir(), "restamp-config-"));
  try {
    const path = join(folder, "alembic.ini");
    writeFileSync(path, text, { mode: 0o600 });
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
