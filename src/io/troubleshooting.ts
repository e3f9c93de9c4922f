/** The written troubleshooting, tried instead of printed. */
import { connect as connectSocket } from "node:net";
import { dirname } from "node:path";
import type { CommandResult } from "./ports/command.ts";
import type { Reachability } from "./ports/troubleshooting.ts";
import { redactor } from "./process/redact.ts";
import { runCommand } from "./process/run-command.ts";
import { environmentWithout } from "./process/secrets.ts";
import { composeCommand } from "./project/compose-command.ts";

/** Milliseconds. */
const REACH_TIMEOUT = 3000;
const LOGS_TIMEOUT = 10_000;

/** Whether anything takes a connection at that address; no login is tried. */
export function reach(host: string, port: number): Promise<Reachability> {
  return new Promise((resolve) => {
    const isSocket = host.startsWith("/");
    const socket = isSocket
      ? connectSocket(`${host}/.s.PGSQL.${port}`)
      : connectSocket({ host, port });
    const settle = (result: Reachability) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(REACH_TIMEOUT, () => settle("timeout"));
    socket.once("connect", () => settle("open"));
    socket.once("error", (error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }) => {
      const code = error.code ?? error.errors?.[0]?.code;
      if (code === "ENOTFOUND" || code === "EAI_AGAIN") return settle("unknown_host");
      settle(code === "ETIMEDOUT" || code === "EHOSTUNREACH" ? "timeout" : "refused");
    });
  });
}

/** @throws Problem alembic_missing when there is no docker command */
export function composeLogs(
  [file = "", ...others]: readonly string[],
  secrets: readonly string[],
): Promise<CommandResult> {
  return runCommand({
    argv: [...composeCommand([file, ...others]), "logs", "--no-color", "--tail", "20", "backend"],
    shown: "docker compose logs backend",
    directory: dirname(file),
    environment: environmentWithout(secrets),
    isAlone: true,
    redact: redactor(secrets),
    signal: AbortSignal.timeout(LOGS_TIMEOUT),
  });
}
