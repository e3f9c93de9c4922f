/**
 * Alembic's own options: of alembic.ini's section, and of `[tool.alembic]` in the pyproject.toml
 * beside it what that does not say (`Config.get_alembic_option` in alembic/config.py, 1.20.1).
 */
import { basename, delimiter, dirname, join } from "node:path";
import { PYPROJECT, readSettings } from "./find-config.ts";
import { iniValue } from "./ini-file.ts";
import { readToolTable, type TomlTable } from "./toml-file.ts";

export interface AlembicOptions {
  text(key: string): string | undefined;
  flag(key: string): boolean;
  /** Several paths under one key; undefined where it is not there. */
  paths(key: "version_locations" | "prepend_sys_path"): readonly string[] | undefined;
  /** A value of another section of alembic.ini. */
  textIn(section: string, key: string): string | undefined;
  /** What pyproject.toml says. */
  readonly table: TomlTable;
}

/**
 * @param configPath alembic.ini, or pyproject.toml where there is none
 * @param section of alembic.ini; pyproject.toml has one only
 * @throws Problem config_unreadable
 */
export function readAlembicOptions(configPath: string, section: string): AlembicOptions {
  const here = dirname(configPath);
  const sections = basename(configPath) === PYPROJECT ? new Map() : readSettings(configPath);
  const table = readToolTable(join(here, PYPROJECT), "alembic") ?? {};
  const textIn = (of: string, key: string) =>
    sections.has(of) ? iniValue(sections, of, key, here) : undefined;
  const inIni = (key: string) => textIn(section, key);
  const filledIn = (value: unknown) =>
    typeof value === "string"
      ? value.replace(/%(?:%|\(here\)s)/g, (sign) => (sign === "%%" ? "%" : here))
      : undefined;
  return {
    text: (key) => inIni(key) ?? filledIn(table[key]),
    flag: (key) => (inIni(key) ?? String(table[key])) === "true",
    paths: (key) => {
      const written = inIni(key);
      if (written) return splitPaths(key, written, inIni);
      const listed = table[key];
      return listed === undefined ? undefined : [listed].flat().map((path) => filledIn(path) ?? "");
    },
    textIn,
    table,
  };
}

/** version_path_separator and, since Alembic 1.16, path_separator (alembic/config.py). */
const SEPARATORS: Readonly<Record<string, string>> = {
  space: " ",
  newline: "\n",
  os: delimiter,
  ":": ":",
  ";": ";",
};

/** What older files are split at: only a search path has colons. */
const USUAL = { version_locations: /[\s,]+/, prepend_sys_path: /[\s,:]+/ };

function splitPaths(
  key: keyof typeof USUAL,
  written: string,
  value: (key: string) => string | undefined,
): string[] {
  const older = key === "version_locations" ? value("version_path_separator") : undefined;
  const separator = SEPARATORS[value("path_separator") ?? older ?? ""] ?? USUAL[key];
  const paths = written.split(separator).map((path) => path.trim());
  return paths.filter((path) => path !== "");
}
