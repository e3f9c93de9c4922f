import type { ProblemCode } from "../../core/problem.ts";
import { alembic } from "./problems/alembic.ts";
import { connection } from "./problems/connection.ts";
import { project } from "./problems/project.ts";
import { run } from "./problems/run.ts";
import { safety } from "./problems/safety.ts";
import type { Write } from "./problems/types.ts";

export const problems: Record<ProblemCode, Write> = {
  ...project,
  ...connection,
  ...alembic,
  ...run,
  ...safety,
};
