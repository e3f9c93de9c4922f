import type { Text } from "../index.ts";
import { backup } from "./backup.ts";
import { blockers } from "./blockers.ts";
import { checks } from "./checks.ts";
import { cli } from "./cli.ts";
import { coach } from "./coach.ts";
import { commandLine } from "./command-line.ts";
import { diagnosis } from "./diagnosis.ts";
import { keys } from "./keys.ts";
import { ownChain } from "./own-chain.ts";
import { plan } from "./plan.ts";
import { practice } from "./practice.ts";
import { problems } from "./problems.ts";
import { rehearsal } from "./rehearsal.ts";
import { report } from "./report.ts";
import { screens } from "./screens.ts";
import { spoken } from "./spoken.ts";
import { start } from "./start.ts";
import { targets } from "./targets.ts";

export const ru: Text = {
  language: "ru",
  backup,
  blockers,
  checks,
  cli,
  coach,
  commandLine,
  diagnosis,
  keys,
  ownChain,
  plan,
  practice,
  problems,
  rehearsal,
  report,
  screens,
  spoken,
  start,
  targets,
};
