/** Which language a person reads. */
import { LANGUAGES, type Language } from "./types.ts";

/** @returns the language of that name; null for a name that is none */
export function languageOf(name: string): Language | null {
  return LANGUAGES.find((each) => each === name.toLowerCase()) ?? null;
}

/**
 * What was asked for by name comes first: --lang, then RESTAMP_LANG, then the settings file; then the
 * locale, of which the first variable that is set decides, as in POSIX. A locale without UTF-8 cannot show Cyrillic.
 * What is printed for programs follows what was asked for alone.
 * @param argv the command line, without the program
 * @param configured what the settings file says
 */
export function chosenLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  configured = "",
): Language {
  for (const name of [lastValue(argv, "--lang"), environment["RESTAMP_LANG"], configured]) {
    const asked = languageOf(name ?? "");
    if (asked) return asked;
  }
  if (isForPrograms(argv)) return "en";
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const locale = LC_ALL || LC_MESSAGES || LANG || "";
  return /^ru(?:_|\.|$)/i.test(locale) && /utf-?8/i.test(locale) ? "ru" : "en";
}

/** @returns whether JSON is asked for */
export function isForPrograms(argv: readonly string[]): boolean {
  return argv.includes("--json") || lastValue(argv, "--format") === "json";
}

/** @returns the value of an option that is given last; undefined without it */
function lastValue(argv: readonly string[], option: string): string | undefined {
  const values = argv.flatMap((word, at) => {
    if (word.startsWith(`${option}=`)) return [word.slice(option.length + 1)];
    return word === option ? [argv[at + 1] ?? ""] : [];
  });
  return values.at(-1);
}
