/** Which language a person reads. */
import { LANGUAGES, type Language } from "./index.ts";

/** @returns the language of that name; null for a name that is none */
export function languageOf(name: string): Language | null {
  return LANGUAGES.find((each) => each === name.toLowerCase()) ?? null;
}

/**
 * What was asked for by name comes first: --lang, then RESTAMP_LANG; then the locale, of which the
 * first variable that is set decides, as in POSIX. A locale without UTF-8 cannot show Cyrillic.
 * What is printed for programs follows what was asked for alone.
 * @param argv the command line, without the program
 */
export function chosenLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const given = argv.flatMap((word, at) => {
    if (word.startsWith("--lang=")) return [word.slice("--lang=".length)];
    return word === "--lang" ? [argv[at + 1] ?? ""] : [];
  });
  const asked = languageOf(given.at(-1) ?? "") ?? languageOf(environment["RESTAMP_LANG"] ?? "");
  if (asked) return asked;
  if (argv.includes("--json")) return "en";
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG || "";
  return /^ru(?:_|\.|$)/i.test(locale) && /utf-?8/i.test(locale) ? "ru" : "en";
}
