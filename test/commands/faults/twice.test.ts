import { runCases } from "../../support/faults/run-case.ts";

runCases("a second restamp starts");
