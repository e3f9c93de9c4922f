/** What a senior does, as one would type it. Pure. */
import type { SeniorAction } from "./scenario.ts";

export function shownAction(action: SeniorAction): string {
  switch (action.kind) {
    case "repair":
      return `restamp repair --yes --path ${action.path}${action.stamp === null ? "" : ` --stamp ${action.stamp}`}`;
    case "sql":
      return action.sql.trim();
    case "alembic":
      return `alembic ${action.command}`;
    case "write":
      return `$EDITOR ${action.file}`;
    case "restore":
      return `git checkout HEAD -- ${action.file}`;
    case "end_session":
      return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE …";
  }
}
