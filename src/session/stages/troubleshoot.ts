/** The written troubleshooting, tried out when the first screen fails. */
import { Problem } from "../../core/problem.ts";
import type { CommandResult } from "../../io/ports/command.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { Reachability } from "../../io/ports/troubleshooting.ts";
import type { UrlSource } from "../../io/ports/url-source.ts";

export interface Troubleshooting {
  readonly urlSource: UrlSource | null;
  readonly reach: {
    readonly host: string;
    readonly port: number;
    readonly reachability: Reachability;
  } | null;
  readonly composeLogs: CommandResult | null;
}

/** What cannot even be tried says nothing; the problem itself is on the screen. */
const NOTHING: Troubleshooting = { urlSource: null, reach: null, composeLogs: null };

/** @returns never throws */
export function troubleshoot(ports: () => Promise<SessionPorts>): Promise<Troubleshooting> {
  return ports()
    .then(tryOut)
    .catch(() => NOTHING);
}

async function tryOut({ troubleshooting }: SessionPorts): Promise<Troubleshooting> {
  const [reach, composeLogs] = await Promise.all([
    troubleshooting.reach(),
    troubleshooting.composeLogs().catch((error) => {
      // There is a compose file but no docker command here: that is an answer, too.
      if (error instanceof Problem) return null;
      throw error;
    }),
  ]);
  return { urlSource: troubleshooting.urlSource(), reach, composeLogs };
}
