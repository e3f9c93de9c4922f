/**
 * Reads alembic.ini as Python's configparser does: sections, `=` or `:`, continuation lines,
 * `%(name)s` interpolation. The npm parsers follow other rules (quotes, `;` after a value,
 * dots as nesting) and would misread a URL.
 */

export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** @returns the sections with their raw values, or the number of the first line that is no ini line. */
export function parseIni(text: string): IniSections | number {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  let lastKey: string | null = null;
  for (const [at, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trimEnd();
    const bare = line.trim();
    if (bare === "" || /^[#;]/.test(bare)) continue;
    if (section && lastKey !== null && /^\s/.test(line)) {
      section.set(lastKey, `${section.get(lastKey) ?? ""}\n${bare}`);
      continue;
    }
    const header = /^\[([^\]]+)\]/.exec(bare);
    if (header) {
      const name = header[1] ?? "";
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      lastKey = null;
      continue;
    }
    const option = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(bare);
    if (!option || !section) return at + 1;
    lastKey = (option[1] ?? "").toLowerCase();
    section.set(lastKey, option[2] ?? "");
  }
  return sections;
}

/** @param here what `%(here)s` stands for: the folder of the file */
export function iniValue(
  sections: IniSections,
  section: string,
  key: string,
  here: string,
): string | undefined {
  const own = sections.get(section);
  const defaults = sections.get("DEFAULT");
  const lookUp = (name: string) =>
    name === "here" ? here : (own?.get(name) ?? defaults?.get(name));
  const expand = (text: string, depth: number): string =>
    text.replace(/%(?:%|\(([^)]+)\)s)/g, (whole, name: string | undefined) => {
      if (name === undefined) return "%";
      const value = lookUp(name.toLowerCase());
      return value === undefined || depth === 0 ? whole : expand(value, depth - 1);
    });
  const value = lookUp(key);
  return value === undefined ? undefined : expand(value, 10);
}
