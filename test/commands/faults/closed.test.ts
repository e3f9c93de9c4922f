import { runCases } from "../../support/faults/run-case.ts";

runCases("the terminal is closed");
