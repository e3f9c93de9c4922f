/** The sentences in one language, and not in the others. */
import { en } from "./en/index.ts";
import type { Text } from "./index.ts";
import type { Language } from "./types.ts";

export async function loadText(language: Language): Promise<Text> {
  if (language === "en") return en;
  const { ru } = await import("./ru/index.ts");
  return ru;
}
