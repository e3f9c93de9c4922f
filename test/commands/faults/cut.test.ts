import { runCases } from "../../support/faults/run-case.ts";

runCases("every connection is cut");
