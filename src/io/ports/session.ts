/** All that a session sees of the world. */
import type { Clock } from "./clock.ts";
import type { JournalPort } from "./journal.ts";
import type { ReportPort } from "./report.ts";
import type { TroubleshootingPort } from "./troubleshooting.ts";
import type { Workbench } from "./workbench.ts";

export interface SessionPorts {
  /** Finds project, URL and alembic anew: what was wrong may have been mended meanwhile. */
  open(): Promise<Workbench>;
  readonly troubleshooting: TroubleshootingPort;
  readonly report: ReportPort;
  readonly journal: JournalPort;
  readonly clock: Clock;
}
