import { runCases } from "../../support/faults/run-case.ts";

runCases("alembic is killed");
runCases("alembic fails");
