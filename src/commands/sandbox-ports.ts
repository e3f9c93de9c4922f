/** The ports of a sandbox: restamp finds it as it would find a real project and its server. */
import type { AlembicCommand } from "../io/alembic/find-alembic.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { joinCommand } from "../io/process/split-command.ts";
import type { Text } from "../text/index.ts";
import { openPorts } from "./open-ports.ts";
import type { TargetOptions } from "./port-settings.ts";

export type OpenSandboxPorts = (log: CommandLog) => SessionPorts;

/** @param target what else belongs to the project, and the lock timeout @param isKept whether alembic may go nowhere else */
export function sandboxPorts(
  sandbox: Sandbox,
  alembic: AlembicCommand,
  target: Pick<TargetOptions, "name" | "x" | "lockTimeout">,
  text: Text,
  isKept = false,
): OpenSandboxPorts {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...sandbox.environment };
  return (log) =>
    openPorts({
      target: { ...target, config: sandbox.config, alembic: joinCommand(alembic.argv) },
      from: sandbox.project,
      environment,
      log,
      text,
      sandbox,
      isKept,
    });
}
