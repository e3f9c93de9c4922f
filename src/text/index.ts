/** Every sentence that a person reads, by language. */
import { en } from "./en/index.ts";
import { ru } from "./ru/index.ts";

export type Text = typeof en;

export type Language = "en" | "ru";

export function textFor(language: Language): Text {
  return { en, ru }[language];
}
