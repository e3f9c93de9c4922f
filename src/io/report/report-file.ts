/** Saves reports. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../core/problem.ts";
import type { Clock } from "../ports/clock.ts";
import type { ReportPort } from "../ports/report.ts";

export function openReports(folder: string, clock: Clock): ReportPort {
  return {
    save: async (markdown) => {
      const moment = clock.now().toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
      let path = join(folder, `restamp-${moment}-${process.pid}.md`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // Several databases may be done within one second.
        for (let at = 2; existsSync(path); at += 1) {
          path = join(folder, `restamp-${moment}-${process.pid}-${at}.md`);
        }
        // A report names tables and revisions of a production database: for its operator only.
        writeFileSync(path, markdown, { mode: 0o600 });
        return path;
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? "";
        throw new Problem("report_unwritable", { path, reason }, error);
      }
    },
  };
}
