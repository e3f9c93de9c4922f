/** What commander says in a help, in our words. */
import type { Help } from "commander";
import type { Text } from "../text/index.ts";

/** @returns settings for commander's configureHelp; commands inherit them */
export function helpIn({ cli }: Text): Partial<Help> {
  const titles: Readonly<Record<string, string>> = cli.help.titles;
  const words: Readonly<Record<string, string>> = cli.help.words;
  // <file>, [session], <revision...>: what stands for a value, or for more words.
  const inWords = (term: string) =>
    term.replace(/(?<=[<[])\w+(?=(?:\.\.\.)?[>\]])/g, (word) => words[word] ?? word);
  return {
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: inWords,
    styleOptionTerm: inWords,
    styleSubcommandTerm: inWords,
    optionDescription: ({ description, defaultValue }) =>
      ["string", "number"].includes(typeof defaultValue)
        ? `${description} (${cli.help.unlessGiven(defaultValue)})`
        : description,
  };
}
