/** Wrong answers in the scenarios that restamp repairs by itself. */
import { SCENARIOS } from "../support/scenarios.ts";
import { answerWrongIn } from "../support/wrong-answers.ts";

answerWrongIn(SCENARIOS.filter(({ path }) => path !== "mend"));
