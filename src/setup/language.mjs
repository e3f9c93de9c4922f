/** @typedef {"en" | "ru"} Language */

/** @param {string | undefined} name @returns {Language | undefined} */
function languageOf(name) {
  const known = name?.toLowerCase();
  return known === "en" || known === "ru" ? known : undefined;
}

/**
 * The language of the set-up, by restamp's own rules (src/text/language.ts, which cannot be loaded
 * before restamp has been built).
 * @param {readonly string[]} argv the command line, without the program
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Language}
 */
export function chosenLanguage(argv, env) {
  const given = argv.flatMap((word, at) => {
    if (word.startsWith("--lang=")) return [word.slice("--lang=".length)];
    return word === "--lang" ? [argv[at + 1]] : [];
  });
  const asked = languageOf(given[given.length - 1]) ?? languageOf(env.RESTAMP_LANG);
  if (asked) return asked;
  if (argv.includes("--json")) return "en";
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return /^ru(?:_|\.|$)/i.test(locale) && /utf-?8/i.test(locale) ? "ru" : "en";
}
