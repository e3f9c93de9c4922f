/** Reads TOML: a file of its own, or one tool's table of pyproject.toml. */
import { existsSync, readFileSync } from "node:fs";
import { parse, TomlError } from "smol-toml";
import { Problem } from "../../core/problem.ts";

export type TomlTable = Readonly<Record<string, unknown>>;

/** @throws Problem config_unreadable */
export function readToml(path: string): TomlTable {
  return parseToml(path, readText(path));
}

/**
 * @returns what a pyproject.toml has under `[tool.<name>]`; null where it has nothing, or is not
 *   there. One that says nothing of the tool may be broken: that is for others to mend
 * @throws Problem config_unreadable
 */
export function readToolTable(path: string, name: string): TomlTable | null {
  if (!existsSync(path)) return null;
  const text = readText(path);
  const header = new RegExp(`^\\s*\\[*\\s*tool\\s*(?:\\]|\\.\\s*["']?${name}\\b)`, "m");
  if (!header.test(text)) return null;
  const { tool } = parseToml(path, text);
  const own = isTable(tool) ? tool[name] : null;
  return isTable(own) ? own : null;
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path, reason }, error);
  }
}

function parseToml(path: string, text: string): TomlTable {
  try {
    return parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const line = String(error.line);
    throw new Problem("config_unreadable", { path, reason: "toml", line }, error);
  }
}
