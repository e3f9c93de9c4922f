/** Every command of the Russian pages. */
import { playPages } from "../support/docs/commands.ts";

playPages("ru");
