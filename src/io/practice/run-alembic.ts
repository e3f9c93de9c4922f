/** Alembic as whoever broke the database ran it: with nothing of restamp's around it. */
import type { AlembicCommand } from "../alembic/find-alembic.ts";
import { QUIET_PYTHON } from "../alembic/invocation.ts";
import { openWorker } from "../alembic/worker.ts";
import type { CommandResult } from "../ports/command.ts";
import { runCommand } from "../process/run-command.ts";

export interface SandboxAlembic {
  /**
   * @param config absolute path of alembic.ini
   * @param environment added to restamp's own
   */
  run(
    config: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<CommandResult>;
  end(): Promise<void>;
}

/**
 * One process for all that is run, where there can be one: importing takes longer than the rest,
 * and begins at once.
 * @param directory that it runs in
 * @param options of alembic itself, before each command
 * @param place that alembic is kept to; null where any will do
 */
export function openSandboxAlembic(
  command: AlembicCommand,
  directory: string,
  options: readonly string[],
  place: () => Promise<string | null>,
): SandboxAlembic {
  const shared = {
    shown: "alembic",
    directory,
    environment: QUIET_PYTHON,
    redact: (text: string) => text,
  };
  const worker = openWorker(command, shared);
  return {
    run: async (config, args, environment) => {
      const argv = ["-c", config, ...options, ...args];
      if (worker) return worker.run({ environment, argv, only: await place() }, shownAs(args));
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
