/** The page of the command line, against the program: its help, and the JSON that it prints. */
import { describe, expect, test } from "vitest";
import { LANGUAGES, textFor } from "../../src/text/index.ts";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { faultOf, readCommandLine } from "../support/docs/command-line.ts";
import { type Block, codeWords, OPERATORS, readPage } from "../support/docs/pages.ts";
import { SCHEMA } from "../support/json-schema.ts";
import { restampOn } from "../support/repairs.ts";

/** Of the definitions in the JSON Schema those that stand alone: what a command prints. */
const PRINTED = "diagnosis error record repair report scenarios sessions undo".split(" ");

const wrong = populatedDatabases(FIRST, WRONG);

describe.each(LANGUAGES)("%s", (language) => {
  const page = readPage(`${OPERATORS}/${language}/command-line.md`);
  const blockOf = (need: string, value = "") => {
    const found = page.blocks.filter(({ needs }) => needs.get(need) === value);
    expect(found).toHaveLength(1);
    return found[0] as Block;
  };
  test("every command is there, and no other", async () => {
    const line = await readCommandLine();
    const typed = blockOf("usage")
      .text.split("\n")
      .map((each) => each.split(/ {3,}/)[0] ?? "");
    const named = typed.map((each) => each.replace("[wizard]", "wizard").split(" ")[1]);
    expect(named.sort()).toEqual([...line.commands.keys()].sort());
    for (const each of typed) expect(faultOf(each.replace(/\[(\w+)\]/, "$1"), line)).toBeNull();
  });

  test("every option is there", async () => {
    const line = await readCommandLine();
    const known = [
      ...line.options,
      ...[...line.commands.values()].flatMap(({ options }) => options),
    ];
    const words = new Set([
      ...codeWords(page).flatMap((word) => word.split(" ")),
      ...blockOf("usage").text.split(/[\s;,]+/),
    ]);
    expect(known.flatMap(({ names }) => names).filter((name) => !words.has(name))).toEqual([]);
  });

  test("every exit code of the help is there", () => {
    const codes = textFor(language).commandLine.exitCodes.flatMap(([code = ""]) =>
      code.split(", "),
    );
    const rows =
      page.prose
        .match(/^\| \d[\d, ]* \|/gm)
        ?.join(" ")
        .match(/\d+/g) ?? [];
    expect(rows.sort()).toEqual(codes.sort());
  });

  test("every verdict is there", () => {
    for (const code of Object.keys(textFor(language).diagnosis.titles)) {
      expect(blockOf("json", "diagnose").text).toMatch(new RegExp(`\\b${code}\\b`));
    }
  });

  test("every definition that a command prints is named, and no other", () => {
    const named = page.text.match(/(?<=#\/\$defs\/)\w+/g) ?? [];
    expect(named.sort()).toEqual([...PRINTED].sort());
    for (const name of named) expect(SCHEMA.$defs[name]).toHaveProperty("description");
  });

  test("the JSON has the fields that the page names", async () => {
    const database = await wrong();
    for (const command of ["diagnose", "record"]) {
      const { stdout } = await restampOn(database, [command, "--json"]);
      expect(fieldsOf(blockOf("json", command).text)).toEqual(fieldsIn(JSON.parse(stdout)));
    }
  });
});

/** Field by field: those of what is in it, where that is an object. */
type Fields = Readonly<Record<string, readonly string[] | null>>;

/** Nothing can be seen in an empty list, and a null has no fields. */
const UNSEEN: readonly string[] = ["drift", "findings", "schemas", "stopped"];

function fieldsOf(text: string): Fields {
  const fields = text.split(/\n(?=\S)/).map((each) => {
    const [, name = "", rest = ""] = /^(\w+)\s+([\s\S]*)$/.exec(each) ?? [];
    const [, inside] = /^\[?\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/.exec(rest) ?? [];
    const own = inside?.replace(/\[?\{[^{}]*\}[^,]*/g, "").split(",") ?? null;
    const names = own?.map((word) => word.split(":")[0]?.trim() ?? "") ?? null;
    return [name, UNSEEN.includes(name) ? null : names] as const;
  });
  return Object.fromEntries(fields);
}

function fieldsIn(json: Readonly<Record<string, unknown>>): Fields {
  const fields = Object.entries(json).map(([name, value]) => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    const isObject = typeof one === "object" && one !== null;
    return [name, isObject && !UNSEEN.includes(name) ? Object.keys(one) : null] as const;
  });
  return Object.fromEntries(fields);
}
