/** Every sentence that a person reads, by language. */
import { en } from "./en/index.ts";

export type Text = typeof en;

export type Language = "en";

export function textFor(language: Language): Text {
  return { en }[language];
}
