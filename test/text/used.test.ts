/** Whatever is written in src/text is said somewhere: nobody keeps a sentence that no one reads. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { textFor } from "../../src/text/index.ts";
import { type FileSymbol, LanguageServer, type Place } from "../support/language-server.ts";

const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));
const TEXT = `${SOURCES}text/`;

const isPart = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sources = new Map<string, string[]>();

function linesOf(file: string): string[] {
  const lines = sources.get(file) ?? readFileSync(file, "utf8").split("\n");
  sources.set(file, lines);
  return lines;
}

const before = ({ file, start }: Place) =>
  linesOf(file)[start.line]?.slice(0, start.character) ?? "";
const after = ({ file, end }: Place) => linesOf(file)[end.line]?.slice(end.character) ?? "";

/** Where a name of the text was found: its file, and the symbol. */
interface Written {
  readonly file: string;
  readonly symbol: FileSymbol;
}

/** @returns what is written at a path of the text: in its own file, as a constant there, or in a part's file */
async function finder(server: LanguageServer) {
  const index = `${TEXT}en/index.ts`;
  const [whole] = (await server.symbols(index)).filter(({ name }) => name === "en");
  const within = (symbol: FileSymbol | undefined, keys: readonly string[]) =>
    keys.reduce(
      (at, key) => at?.children?.find(({ name }) => name.replace(/"/g, "") === key),
      symbol,
    );
  const files = new Map<string, readonly FileSymbol[]>();
  return async ([first = "", ...rest]: readonly string[]): Promise<Written> => {
    const fileName = first.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const file = `${TEXT}en/${fileName}.ts`;
    if (rest.length === 0) {
      const symbol = within(whole, [first]);
      if (symbol) return { file: index, symbol };
    }
    const [top = "", ...inner] = rest;
    const ofPart = `${TEXT}en/${fileName}-${top}.ts`;
    const place = inner.length > 0 && existsSync(ofPart) ? ofPart : file;
    const symbols = files.get(place) ?? (await server.symbols(place));
    files.set(place, symbols);
    const named = (name: string) => symbols.find((each) => each.name === name);
    const symbol = (inner.length > 0 && within(named(top), inner)) || within(named(first), rest);
    if (!symbol) throw new Error(`${[first, ...rest].join(".")} was not found in ${place}`);
    return { file: place, symbol };
  };
}

/** @returns where it is used outside src/text, also under the name that a destructuring gives it */
async function usesOutside(server: LanguageServer, { file, symbol }: Written): Promise<Place[]> {
  const isOutside = (place: Place) =>
    place.file.startsWith(SOURCES) && !place.file.startsWith(TEXT);
  const uses = (await server.uses(file, symbol.selectionRange.start)).filter(isOutside);
  const taken = uses.filter((place) => !/\.$/.test(before(place)));
  const local = await Promise.all(taken.map((place) => server.uses(place.file, place.start)));
  return [...uses, ...local.flat().filter(isOutside)];
}

/** Whether a key of it is chosen by a variable, or all of it is copied: each key may be meant. */
const anyKeyOf = (place: Place) =>
  after(place).startsWith("[") ||
  (/\.\.\.[\w.]*$/.test(before(place)) && !after(place).startsWith("."));

test("every sentence is used", { timeout: 120_000 }, async () => {
  const server = await LanguageServer.start();
  onTestFinished(() => server.stop());
  const find = await finder(server);

  /** @returns the paths within a part that nothing uses */
  async function unused(part: object, path: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    const missing: string[] = [];
    let named = 0;
    for (const [key, value] of Object.entries(part)) {
      const own = [...path, key];
      const uses = await usesOutside(server, await find(own));
      if (uses.length === 0) missing.push(own.join("."));
      else named++;
      if (isPart(value) && uses.length > 0 && !uses.some(anyKeyOf)) {
        found.push(...(await unused(value, own)));
      }
    }
    // A part none of whose keys has its name anywhere is handed on as it is.
    return named === 0 && path.length > 0 ? found : [...found, ...missing];
  }

  expect(await unused(textFor("en"), [])).toEqual([]);
});

test("every problem comes about", () => {
  const codes = Object.keys(textFor("en").problems);
  const files = globSync("**/*.{ts,tsx}", { cwd: SOURCES });
  const others = files.filter((file) => !/^(text\/|core\/problem\.ts)/.test(file));
  const said = others.map((file) => readFileSync(`${SOURCES}${file}`, "utf8")).join("\n");
  expect(codes.filter((code) => !said.includes(`"${code}"`))).toEqual([]);
});
