/** In which language a page is written: its folder says so. */
import { LANGUAGES, type Language } from "../../../src/text/index.ts";
import type { Page } from "./pages.ts";

export function languageOfPage({ path }: Pick<Page, "path">): Language {
  return LANGUAGES.find((each) => path.includes(`/${each}/`)) ?? "en";
}
