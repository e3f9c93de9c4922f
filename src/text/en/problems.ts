import type { ProblemCode } from "../../core/problem.ts";
import type { Write } from "../problem-writing.ts";
import { alembic } from "./problems/alembic.ts";
import { commandLine } from "./problems/command-line.ts";
import { connection } from "./problems/connection.ts";
import { practice } from "./problems/practice.ts";
import { project } from "./problems/project.ts";
import { run } from "./problems/run.ts";
import { safety } from "./problems/safety.ts";
import { tls } from "./problems/tls.ts";
import { url } from "./problems/url.ts";
import { way } from "./problems/way.ts";

export const problems: Record<ProblemCode, Write> = {
  ...commandLine,
  ...practice,
  ...project,
  ...url,
  ...way,
  ...connection,
  ...tls,
  ...alembic,
  ...run,
  ...safety,
};
