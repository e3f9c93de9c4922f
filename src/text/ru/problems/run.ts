/** What stops a run before, while and after its steps. */
import { blockerIn } from "../../../core/blocker.ts";
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import type { Write } from "../../problem-writing.ts";
import { blockers } from "../blockers.ts";

const STEP_FAILURES: Record<string, readonly [why: string, next: string]> = {
  table_missing: [
    "Ревизия обращается к таблице, которую должна была создать более ранняя ревизия.",
    "Повторите диагностику (d или restamp diagnose): штамп впереди схемы.",
  ],
  object_missing: [
    "Ревизия обращается к объекту, которого нет в базе.",
    "Повторите диагностику (d или restamp diagnose): она покажет, какой ревизии не хватает.",
  ],
  object_exists: [
    "Ревизия создаёт объект, который уже есть в базе.",
    "Повторите диагностику (d или restamp diagnose): она покажет, что есть и какой ревизии это принадлежит.",
  ],
  lock_timeout: [
    "Другой сеанс держит блокировку нужной таблицы дольше, чем таймаут блокировки.",
    "Найдите этот сеанс в pg_stat_activity, дождитесь, пока он закончит, и запустите restamp снова.",
  ],
  permission_denied: [
    "Роли это не разрешено.",
    "Запустите restamp от имени владельца таблиц или запросите право, названное в сообщении.",
  ],
  cannot_connect: [
    "alembic потерял соединение с базой или не смог подключиться.",
    "Проверьте, что сервер работает, и повторите диагностику (d или restamp diagnose).",
  ],
};

const CHANGED: Record<string, string> = {
  stamp: "Штамп теперь другой.",
  schema: "Схема теперь другая.",
  rows: "В таблицах, которые удалил бы план, теперь другое содержимое.",
  undo: "Отмена сделала бы уже не то, что было показано.",
};

/** @returns who held the lock that a step waited for; null where nobody was seen */
function heldBy(d: ProblemDetails): string | null {
  return d["pid"] === undefined
    ? null
    : `Таймаут блокировки истёк, а блокировку всё ещё держит ${whoIs(d)}`;
}

function whoIs(d: ProblemDetails): string {
  const blocker = blockerIn(d);
  return join(`${blockers.who(blocker)}.`, blocker.query && blockers.query(blocker.query));
}

export const run = {
  database_changed: (d) => ({
    what: "С тех пор как составлен план, база изменилась. Ничего не выполнено.",
    why: CHANGED[d["what"] ?? ""] ?? "",
    next: "С ней работает кто-то ещё — человек или приложение. Повторите диагностику (d или restamp diagnose).",
  }),
  session_running: (d) => ({
    what: `Базу ${d["database"]} уже исправляет другой restamp.`,
    why: "Он держит блокировку, с которой исправление может идти только одно.",
    next: "Дождитесь, пока он закончит. Здесь ничего не выполнено.",
  }),
  stamp_half_way: (d) => ({
    what: "В таблице версий меньше, чем применено. Ничего не выполнено.",
    why: `Сеанс ${d["id"]} завершился, когда передвигал в ней штамп, и не смог вернуть её в прежний вид.`,
    next: `Верните её командой restamp undo ${d["id"]} --yes и запустите ещё раз.`,
  }),
  session_stays: (d) => ({
    what: `Процессу ${d["pid"]} велено завершиться, но он всё ещё работает.`,
    why: "Процесс сервера завершается в ближайшей безопасной точке; если он застрял в системном вызове, это может занять время.",
    next: "Подождите немного и повторите диагностику (d или restamp diagnose).",
  }),
  migration_running: (d) => ({
    what: "Кто-то ещё меняет схему или штамп этой базы. Ничего не выполнено.",
    why: `Это ${whoIs(d)}`,
    next: "Дождитесь конца или попросите владельца остановить: upgrade, потерявший терминал, продолжается сам. Затем запустите снова.",
  }),
  step_failed: (d) => {
    const [why, next] = STEP_FAILURES[d["failure"] ?? ""] ?? [
      "",
      "Повторите диагностику (d или restamp diagnose): она покажет, что есть сейчас.",
    ];
    return {
      what: `Команда ${d["command"]} завершилась ошибкой: ${d["line"]}`,
      why: heldBy(d) ?? why,
      next,
    };
  },
  not_verified: (d) =>
    d["of"] === "undo"
      ? {
          what: "Сеанс отменён и изменения зафиксированы, но подтвердить, что база прежняя, не удалось.",
          why: d["unseen"]
            ? `Посмотреть на неё после этого не удалось (${d["unseen"]}).`
            : "Схема или штамп отличаются: возможно, в это самое время их кто-то изменил.",
          next: "Что есть сейчас, покажет restamp diagnose. Копия того, что было до отмены, названа в restamp sessions --json.",
        }
      : {
          what: "Шаги выполнены, но база не такая, какой должна быть.",
          why: "Проверка через новое соединение нашла отличия.",
          next: "Они перечислены на шаге 8 и в отчёте. Повторите диагностику (d или restamp diagnose).",
        },
  silent_rollback: () => ({
    what: "alembic сообщил, что применил ревизии, но в базе от них ничего нет.",
    why: "Обычно env.py выполняет SQL до context.configure(): так начинается транзакция, которую никто не фиксирует, и всё молча откатывается.",
    next: "В env.py зафиксируйте транзакцию до context.configure() или перенесите этот SQL внутрь транзакции. Ничего не изменено; исправьте env.py и повторите диагностику (d или restamp diagnose).",
  }),
  consent_missing: (d) => ({
    what: d["what"] ?? "Для этого нужно согласие, а его нет.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  path_refused: (d) => ({
    what: `Вариант ${d["path"]} не подходит этой базе.`,
    why: d["why"] ?? "",
    next: "Что есть в базе, покажет restamp diagnose.",
  }),
  choice_needed: (d) => ({
    what: "Выбрать должен человек.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  interrupted: (d) => ({
    what: "Прервано через Ctrl+C или SIGTERM.",
    why: d["command"]
      ? `Команда ${d["command"]} прервана; PostgreSQL откатывает то, что она не зафиксировала.`
      : "Следующий шаг не начинался.",
    next: "Запустите restamp снова: он прочитает то, что есть сейчас.",
  }),
  bug: (d) => ({
    what: `Это ошибка в самом restamp: ${d["what"]}`,
    why: "",
    next: "Пожалуйста, сообщите о ней и приложите вывод restamp -v.",
  }),
} satisfies Record<string, Write>;
