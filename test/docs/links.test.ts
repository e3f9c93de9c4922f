/** Where the pages lead: to pages, headings and pictures that are there. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/text/index.ts";
import { allPages, anchorsOf, linksOf, type Page, ROOT, readPage } from "../support/docs/pages.ts";

const pages = allPages();

function isThere(page: Page, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page.path : normalize(join(dirname(page.path), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(readPage(target)).includes(decodeURIComponent(anchor));
}

test.each(pages)("every link of $path leads somewhere", (page) => {
  const own = linksOf(page).filter((link) => !/^https?:/.test(link));
  expect(own.filter((link) => !isThere(page, link))).toEqual([]);
});

test("every page is linked to", () => {
  const linked = new Set(
    pages.flatMap((page) =>
      linksOf(page).map((link) => normalize(join(dirname(page.path), link.split("#")[0] ?? ""))),
    ),
  );
  const lost = pages.filter(({ path }) => path !== "README.md" && !linked.has(path));
  expect(lost.map(({ path }) => path)).toEqual([]);
});

test.each(LANGUAGES)("the pictures are the same ones, and each is shown: %s", (language) => {
  const drawn = readdirSync(join(ROOT, "docs/pictures", language)).sort();
  expect(drawn).toEqual(readdirSync(join(ROOT, "docs/pictures/en")).sort());
  const shown = new Set(
    pages
      .flatMap(linksOf)
      .filter((link) => link.includes(`pictures/${language}/`))
      .map((link) => link.split("/").at(-1)),
  );
  expect([...shown].sort()).toEqual(drawn);
});
