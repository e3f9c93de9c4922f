/** What the ports of one project are opened from. */
import type { DatabaseUrl } from "../core/database-url.ts";
import type { RehearsalMode } from "../core/rehearsal.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { Text } from "../text/index.ts";
import type { AppliedSettings } from "./apply-settings.ts";
import type { WayOptions } from "./find-way.ts";

/** The options that say which project and which database. */
export interface TargetOptions extends WayOptions {
  readonly config?: string;
  readonly name?: string;
  readonly x?: readonly string[];
  readonly envFile?: string;
  readonly alembic?: string;
  readonly reference?: string;
  readonly schema?: string;
  readonly shadow?: string;
  /** A folder, or none. */
  readonly backup?: string;
  readonly pgDump?: string;
  readonly rehearse?: RehearsalMode;
  /** Whether a recording replays what has not changed, too. */
  readonly all?: boolean;
  readonly lockTimeout: string;
  /** Where options came from that were not given; null without a settings file. */
  readonly settings?: AppliedSettings | null;
}

export interface PortSettings {
  readonly target: TargetOptions;
  /** The folder in which the operator stands. */
  readonly from: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: CommandLog;
  /** What is said of a recording. */
  readonly text: Text;
  /** Where alembic is led, whatever the project's own files name. */
  readonly led?: DatabaseUrl;
  /** Whether alembic may go nowhere else, wherever it is led. */
  readonly isKept?: boolean;
  /** Its journals and backups go with it. */
  readonly sandbox?: Pick<Sandbox, "state" | "copyAsBroken">;
}
