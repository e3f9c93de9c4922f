/** The pages of the docs, and what stands in them: blocks, words in code, links, headings. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const OPERATORS = "docs/operators";

export interface Block {
  /** For failures: page and line. */
  readonly where: string;
  /** The line of the opening fence, counted from 0. */
  readonly line: number;
  /** The first word after the fence: what the block is. */
  readonly kind: string;
  /** The other words: what it needs. A word without a value has the value "". */
  readonly needs: ReadonlyMap<string, string>;
  readonly text: string;
}

export interface Page {
  /** From the project's folder, such as docs/operators/en/states.md. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Everything outside of blocks. */
  readonly prose: string;
}

/** @param path from the project's folder */
export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), "utf8");
  return { path, text, ...parsePage(path, text) };
}

/** README.md, and whatever lies under docs/. */
export function allPages(): readonly Page[] {
  const found = readdirSync(join(ROOT, "docs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
  return ["README.md", ...found].map(readPage);
}

/** @throws Error where a fence is not closed */
function parsePage(path: string, text: string): Pick<Page, "blocks" | "prose"> {
  const blocks: Block[] = [];
  const prose: string[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const [, info] = /^```(.*)$/.exec(lines[at] ?? "") ?? [];
    if (info === undefined) {
      prose.push(lines[at] ?? "");
      continue;
    }
    const end = lines.indexOf("```", at + 1);
    const where = `${path}:${at + 1}`;
    if (end < 0) throw new Error(`${where}: this block is not closed`);
    const [kind = "", ...words] = info.split(/\s+/);
    const needs = new Map(
      words.map((word) => [word.split("=")[0] ?? "", word.split("=")[1] ?? ""]),
    );
    blocks.push({ where, line: at, kind, needs, text: lines.slice(at + 1, end).join("\n") });
    at = end;
  }
  return { blocks, prose: prose.join("\n") };
}

/** What stands between backticks in the prose, in the order of the page. */
export function codeWords({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, word = ""]) => word);
}

/** Where the links and pictures of the prose lead. */
export function linksOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The anchors that GitHub gives the headings. */
export function anchorsOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

/** @returns the text of one section, without its heading; of a heading that begins so */
export function section({ path, prose }: Page, heading: string): string {
  const parts = prose.split(/^(?=#{1,6} )/m);
  const found = parts.find((part) => part.replace(/^#+ /, "").startsWith(heading));
  if (found === undefined) throw new Error(`${path} has no section "${heading}"`);
  return found.slice(found.indexOf("\n") + 1);
}
