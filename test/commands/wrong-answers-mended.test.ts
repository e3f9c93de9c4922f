/** Wrong answers in the scenarios in which somebody has to mend something before restamp can repair. */
import { SCENARIOS } from "../support/scenarios.ts";
import { answerWrongIn } from "../support/wrong-answers.ts";

answerWrongIn(SCENARIOS.filter(({ path }) => path === "mend"));
