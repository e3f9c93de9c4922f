import { expect, test } from "vitest";
import { chosenLanguage as ofTheSetUp } from "../../src/setup/language.mjs";
import { chosenLanguage } from "../../src/text/language.ts";

test.each([
  [[], {}, "en"],
  [[], { LANG: "ru_RU.UTF-8" }, "ru"],
  [[], { LANG: "ru.utf8" }, "ru"],
  [[], { LANG: "ru_RU.KOI8-R" }, "en"],
  [[], { LANG: "de_DE.UTF-8" }, "en"],
  [[], { LC_ALL: "C", LANG: "ru_RU.UTF-8" }, "en"],
  [[], { LC_MESSAGES: "ru_RU.UTF-8", LANG: "en_US.UTF-8" }, "ru"],
  [[], { RESTAMP_LANG: "ru", LC_ALL: "C" }, "ru"],
  [[], { RESTAMP_LANG: "nonsense", LANG: "ru_RU.UTF-8" }, "ru"],
  [["--lang", "en"], { RESTAMP_LANG: "ru" }, "en"],
  [["diagnose", "--lang=RU"], {}, "ru"],
  [["--lang", "de"], { RESTAMP_LANG: "ru" }, "ru"],
  [["--lang", "en", "--lang", "ru"], {}, "ru"],
  // Programs read the same on every machine, unless they ask.
  [["diagnose", "--json"], { LANG: "ru_RU.UTF-8" }, "en"],
  [["diagnose", "--json", "--lang", "ru"], {}, "ru"],
] as const)("%j with %j is %s", (argv, environment, language) => {
  expect(chosenLanguage(argv, environment)).toBe(language);
  expect(ofTheSetUp(argv, environment)).toBe(language);
});
