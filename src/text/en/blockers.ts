import type { Blocker } from "../../core/blocker.ts";
import { visible } from "../../core/display.ts";

function duration(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 120) return `, for ${Math.round(seconds)} s`;
  return seconds < 7200
    ? `, for ${Math.round(seconds / 60)} min`
    : `, for ${Math.round(seconds / 3600)} h`;
}

/** What pg_stat_activity has in place of it. */
const HIDDEN = "<insufficient privilege>";

export const blockers = {
  /** Who it is and what it does. */
  who: ({ pid, role, application, state, seconds }: Omit<Blocker, "started">): string => {
    if (pid === 0) return "a prepared transaction (see pg_prepared_xacts)";
    const named = [role && `role ${role}`, application, state].filter(Boolean).join(", ");
    return `process ${pid}${named ? ` (${named}${duration(seconds)})` : ""}`;
  },
  waiting: (who: string) => `alembic waits for a lock that ${who} holds.`,
  query: (query: string) =>
    query === HIDDEN
      ? "Its statement is hidden from this role (pg_monitor would see it)."
      : `Last statement: ${query}`,
  ending: {
    ask: (who: string) =>
      `This would end ${who}. What it has not committed is taken back, and whoever works in it loses the connection.`,
    type: (pid: number) => `If that is meant, type its number (${pid}) and press Enter.`,
    prompt: "number",
    mistaken: (typed: string) => `"${visible(typed)}" is not its number. Nothing was done.`,
    working: (pid: number) => `Ending process ${pid} …`,
    ended: (pid: number) => `Process ${pid} was ended.`,
  },
  advice:
    "Let it end, or ask its owner to. alembic gives up at the lock timeout and takes back what it has not committed; Ctrl+C twice does so now.",
  adviceAlone:
    "Let it end, or ask its owner to. alembic gives up at the lock timeout and takes back what it has not committed; Ctrl+C does so now.",
};
