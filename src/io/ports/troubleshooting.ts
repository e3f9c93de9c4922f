import type { CommandResult } from "./command.ts";
import type { UrlSource } from "./url-source.ts";

export type Reachability = "open" | "refused" | "timeout" | "unknown_host";

/** What can be tried when the first screen fails. */
export interface TroubleshootingPort {
  /** Whether anything listens there. Null when no URL was found. */
  reach(): Promise<{ host: string; port: number; reachability: Reachability } | null>;
  /** `docker compose logs backend`. Null without a compose file. */
  composeLogs(): Promise<CommandResult | null>;
  /** Where DATABASE_URL was found. Null when it was not, or cannot be read. */
  urlSource(): UrlSource | null;
}
