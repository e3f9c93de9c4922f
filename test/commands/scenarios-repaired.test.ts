/** The practice scenarios that restamp repairs by itself. */
import { playAll, SCENARIOS } from "../support/scenarios.ts";

playAll(SCENARIOS.filter(({ path }) => path !== "mend"));
