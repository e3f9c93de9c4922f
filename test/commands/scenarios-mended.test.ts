/** The practice scenarios in which somebody has to mend something before restamp can repair. */
import { playAll, SCENARIOS } from "../support/scenarios.ts";

playAll(SCENARIOS.filter(({ path }) => path === "mend"));
