/** The set-up speaks the reader's language before restamp can. */
import { describe, expect, test } from "vitest";
import * as en from "../../src/setup/sentences/en.mjs";
import * as ru from "../../src/setup/sentences/ru.mjs";
import { makeClone, run } from "./support.ts";

/** Arguments for whichever function it is: a version, a name, a duration, an outcome. */
const GIVEN: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  finished: [["x", 1234]],
  waiting: [[42], [undefined]],
  noUsableNode: [["v18.0.0", "x"]],
  npmFailed: [
    ["x", undefined],
    ...["EUSAGE", "ENOSPC", "EACCES", "EPERM", "EINTEGRITY", "ENOTFOUND"].map((code) => [
      "x",
      code,
    ]),
    ...["EAI_AGAIN", "ETIMEDOUT", "ECONNREFUSED", "ECONNRESET"].map((code) => ["x", code]),
    ["x", "ERR_SOCKET_TIMEOUT"],
  ],
  ending: [[{ code: 1, signal: null }], [{ code: null, signal: "SIGTERM" }]],
  "alembic.setAside": [["x", "y"]],
  built: [["x", 12_345]],
  builtExecutable: [["x", 152e6, 12_345]],
  otherNodeVersion: [["x", "26.0.0"]],
  cannotStart: [["x", "y"]],
  checkEnding: [
    [true, 1234],
    [false, 1234],
  ],
};

function said(of: object, path = ""): [path: string, sentence: string][] {
  return Object.entries(of).flatMap(([key, value]) => {
    const own = path === "" ? key : `${path}.${key}`;
    if (typeof value === "function") {
      return (GIVEN[own] ?? [["x"]]).map((given): [string, string] => [own, value(...given)]);
    }
    return typeof value === "object" ? said(value, own) : [[own, value] as [string, string]];
  });
}

describe("the set-up's sentences", () => {
  test("are the same in both languages, and none is left in English", () => {
    const english = said(en);
    const russian = said(ru);
    expect(russian.map(([path]) => path)).toEqual(english.map(([path]) => path));
    const foreign = russian.filter(([, sentence]) => !/[а-яё]/i.test(sentence));
    expect(foreign.map(([path]) => path)).toEqual(["names.alembic", "checkHeading"]);
    const untold = [...english, ...russian].filter(([, sentence]) =>
      /undefined|null/.test(sentence),
    );
    expect(untold).toEqual([]);
  });

  test.each([
    [{ LANG: "ru_RU.UTF-8" }, "Подготовка: сборка …"],
    [{ LANG: "en_US.UTF-8", RESTAMP_LANG: "ru" }, "Подготовка: сборка …"],
    [{ LANG: "ru_RU.UTF-8", RESTAMP_LANG: "en" }, "Setting up: build …"],
    [{ LANG: "ru_RU.KOI8-R" }, "Setting up: build …"],
  ])("are said in the language that %j asks for", async (environment, line) => {
    const clone = makeClone();
    const { code, stderr } = await run(clone.start(), { ...clone.env, ...environment });
    expect(code).toBe(0);
    expect(stderr.split("\n")).toContain(line);
  });

  test("--lang counts for npm start as it does for restamp", async () => {
    const clone = makeClone();
    const { stderr } = await run(clone.start("--lang", "ru"), clone.env);
    expect(stderr).toMatch(/^Подготовка: /);
  });

  test("a check is headed and ended in Russian, and counted as scripts read it", async () => {
    const clone = makeClone();
    const env = { ...clone.env, LANG: "ru_RU.UTF-8", STAND_IN_FAILING: "biome" };
    const { code, stdout } = await run(clone.test(), env);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^── biome ci \.$/m);
    expect(stdout).toMatch(/^ {3}НЕ ПРОЙДЕНО за [\d,]+ с$/m);
    expect(stdout).toMatch(/^ {3}пройдено за [\d,]+ с$/m);
    expect(stdout).toContain("Ни один тест не запустился");
    expect(stdout).toMatch(/^\d+ passed, \d+ failed$/m);
  });
});
