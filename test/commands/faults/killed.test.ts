import { runCases } from "../../support/faults/run-case.ts";

runCases("restamp is killed");
