/** Alembic as whoever broke the database ran it: with nothing of restamp's around it. */
import { join } from "node:path";
import type { AlembicCommand } from "../alembic/find-alembic.ts";
import { QUIET_PYTHON } from "../alembic/invocation.ts";
import { openWorker } from "../alembic/worker.ts";
import type { CommandResult } from "../ports.ts";
import { runCommand } from "../process/run-command.ts";

export interface SandboxAlembic {
  /** @param environment added to restamp's own */
  run(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<CommandResult>;
  end(): Promise<void>;
}

/** One process for all that is run, where there can be one: importing takes longer than the rest. */
export function openSandboxAlembic(command: AlembicCommand, project: string): SandboxAlembic {
  const shared = {
    shown: "alembic",
    directory: project,
    environment: QUIET_PYTHON,
    redact: (text: string) => text,
  };
  const config = ["-c", join(project, "alembic.ini")];
  const worker = openWorker(command, shared);
  return {
    run: async (args, environment) => {
      const argv = [...config, ...args];
      if (worker) return worker.run(environment, argv, shownAs(args));
      return runCommand({
        ...shared,
        argv: [...command.argv, ...argv],
        shown: shownAs(args),
        environment: { ...QUIET_PYTHON, ...environment },
      });
    },
    end: async () => worker?.end(),
  };
}

const shownAs = (args: readonly string[]) => ["alembic", ...args].join(" ");
