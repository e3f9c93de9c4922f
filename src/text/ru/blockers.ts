import type { Blocker } from "../../core/blocker.ts";
import { visible } from "../../core/display.ts";

function duration(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 120) return `, уже ${Math.round(seconds)} с`;
  return seconds < 7200
    ? `, уже ${Math.round(seconds / 60)} мин`
    : `, уже ${Math.round(seconds / 3600)} ч`;
}

const HIDDEN = "<insufficient privilege>";

export const blockers = {
  /** Who it is and what it does. */
  who: ({ pid, role, application, state, seconds }: Omit<Blocker, "started">): string => {
    if (pid === 0) return "подготовленная транзакция (см. pg_prepared_xacts)";
    const named = [role && `роль ${role}`, application, state].filter(Boolean).join(", ");
    return `процесс ${pid}${named ? ` (${named}${duration(seconds)})` : ""}`;
  },
  waiting: (who: string) => `alembic ждёт блокировку, которую держит ${who}.`,
  query: (query: string) =>
    query === HIDDEN
      ? "Его запрос этой роли не виден (роли pg_monitor был бы виден)."
      : `Последняя команда SQL: ${query}`,
  ending: {
    ask: (who: string) =>
      `Будет завершён ${who}. Всё, что он не зафиксировал, откатится, а тот, кто в нём работает, потеряет соединение.`,
    type: (pid: number) => `Если вы этого хотите, введите его номер (${pid}) и нажмите Enter.`,
    prompt: "номер",
    mistaken: (typed: string) => `«${visible(typed)}» — не его номер. Ничего не сделано.`,
    working: (pid: number) => `Завершаем процесс ${pid} …`,
    ended: (pid: number) => `Процесс ${pid} завершён.`,
  },
  advice:
    "Подождите, пока блокировку отпустят, или попросите об этом владельца. По таймауту блокировки alembic сдастся и откатит всё, что не зафиксировал; чтобы не ждать, нажмите Ctrl+C дважды.",
  adviceAlone:
    "Подождите, пока блокировку отпустят, или попросите об этом владельца. По таймауту блокировки alembic сдастся и откатит всё, что не зафиксировал; чтобы не ждать, нажмите Ctrl+C.",
};
