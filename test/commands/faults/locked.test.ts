import { runCases } from "../../support/faults/run-case.ts";

runCases("a lock is held");
