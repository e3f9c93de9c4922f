import { runCases } from "../../support/faults/run-case.ts";

runCases("another upgrade runs");
