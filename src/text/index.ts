/** Every sentence that a person reads, by language. */
import { en } from "./en/index.ts";
import { ru } from "./ru/index.ts";
import type { Language } from "./types.ts";

export type Text = typeof en;

export { LANGUAGES, type Language } from "./types.ts";

export function textFor(language: Language): Text {
  return { en, ru }[language];
}
