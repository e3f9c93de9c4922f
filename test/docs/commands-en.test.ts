/** Every command of the English pages, and of the pages without a language. */
import { playPages } from "../support/docs/commands.ts";

playPages("en");
