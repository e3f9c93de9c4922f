import { expect, test, vi } from "vitest";
import { gallery } from "../session/gallery.ts";
import { UNICODE } from "./draw.tsx";
import { openApp } from "./terminal.tsx";

// Before Ink is loaded: the tests' own output is no terminal, and would have no colours at all.
vi.hoisted(() => {
  process.env["FORCE_COLOR"] = "3";
});

const pictures = await gallery();
const PLAIN = { ...UNICODE, colors: false };

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are its subject
const SGR = /\u001b\[([\d;]*)m/g;

/** @returns the parameters of the SGR sequences that set a colour or dim the text */
function coloursIn(written: string): string[] {
  const parameters = [...written.matchAll(SGR)].flatMap(([, codes = ""]) => codes.split(";"));
  return parameters.filter((code) => /^(2|3[0-8]|4[0-8]|9[0-7]|10[0-7])$/.test(code));
}

test("with colours a failure is red and a command cyan", async () => {
  const failed = pictures.find(({ title }) => title === "run failed");
  if (!failed) throw new Error("no such picture");
  const { written } = await openApp(failed.state, { theme: UNICODE });
  expect(coloursIn(written())).toContain("31");
  expect(coloursIn(written())).toContain("36");
});

test.each(pictures)("without colours $title writes no colour at all", async ({ state }) => {
  const { written } = await openApp(state, { theme: PLAIN });
  expect(coloursIn(written())).toEqual([]);
});

test("without colours every sign is still there: colour never carries a meaning alone", async () => {
  // A style may keep the blank at which a line was wrapped.
  const signs = ({ frame }: Awaited<ReturnType<typeof openApp>>) =>
    frame()
      .split("\n")
      .map((line) => line.replace(SGR, "").trimEnd());
  const telling = /^(connection failed|chain|path|review that|run failed|verify bad)/;
  for (const { title, state } of pictures.filter((each) => telling.test(each.title))) {
    const coloured = await openApp(state, { theme: UNICODE, rows: 40 });
    const plain = await openApp(state, { theme: PLAIN, rows: 40 });
    expect(signs(plain), title).toEqual(signs(coloured));
  }
});
