import { runCases } from "../../support/faults/run-case.ts";

runCases("restamp and alembic are killed");
