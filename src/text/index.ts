/** Every sentence that a person reads, by language. */
import { en } from "./en/index.ts";
import { ru } from "./ru/index.ts";

export type Text = typeof en;

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

export function textFor(language: Language): Text {
  return { en, ru }[language];
}
