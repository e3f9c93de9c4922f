/** What is wrong with a rehearsal, a backup, the journal, the report or an undo. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import { server, type Write } from "../../problem-writing.ts";
import { counted, size } from "../numbers.ts";

/** It is the backup that an undo makes of what it takes away. */
const isUndo = (d: ProblemDetails) => d["of"] === "undo";

const UNDO_NEEDS_DUMP = "Без него отменять нельзя: то, что есть, сначала сохраняется.";

const WITHOUT_DUMP = "Обойтись без них: --backup none, --rehearse none.";

const UNDO_AGAIN = "Затем снова запустите restamp undo; ничего не изменено.";

const bytes = (text: string | undefined) => size(Number(text ?? 0));

const NOT_REHEARSED: Record<string, string> = {
  alembic_alone:
    "Запустить можно только команду alembic, и ничто не доказывает, что она пойдёт в клон",
  programs_in_container: "pg_dump работает в контейнере, клон ему недоступен",
  not_restorable: "Встроенный PostgreSQL не принимает эту схему",
  not_replayable: "pg_dump нет, а в пустой базе ревизии не применяются",
  clone_differs: "Клон схемы не равен ей самой и потому ничего не докажет",
  no_server:
    "Клону нужен собственный сервер PostgreSQL, а его программ (initdb, postgres) здесь нет, или они не запускаются",
  not_dumped: "pg_dump не смог скопировать схему",
  other: "Создать клон не удалось",
};

const PLACES = { one: "месте", few: "местах", many: "местах" };
/** After «строки». */
const OF_TABLES = { one: "таблицы", few: "таблиц", many: "таблиц" };

const UNPROVEN: Record<string, (d: ProblemDetails) => string> = {
  unreadable: (d) => `pg_restore не может прочитать её оглавление: ${d["line"]}`,
  incomplete: (d) =>
    `Копировать нужно было строки ${counted(Number(d["tables"]), OF_TABLES)}, а в файле есть строки ${counted(Number(d["listed"]), OF_TABLES)}.`,
  other_schema: (d) =>
    `После восстановления в теневую базу схема отличается в ${counted(Number(d["count"]), PLACES)}: ${d["objects"]}.`,
  other_rows: (d) =>
    `После восстановления в теневую базу отличаются строки ${counted(Number(d["count"]), OF_TABLES)}: ${d["objects"]}.`,
};

function noPgDump(d: ProblemDetails): string {
  if (!d["given"]) return "Его нет ни в PATH, ни в обычных папках, ни в сервисе compose.";
  const said = d["line"] ? ` Ответ: ${d["line"]}` : "";
  return `Команда из --pg-dump или RESTAMP_PG_DUMP — не pg_dump: ${d["given"]}.${said}`;
}

const restoreFailed: Write = (d) => ({
  what: "Вернуть данные из резервной копии не удалось.",
  why:
    d["reason"] === "in_container"
      ? "psql работает в контейнере, файл ему недоступен."
      : `${d["reason"] === "compare" ? "Сначала её пробовали восстановить на собственном сервере restamp, чтобы сравнить с базой: " : ""}${d["line"] ?? ""}`,
  next: "Всё шло одной транзакцией, поэтому ничего не изменено. Исправьте это или восстановите файл вручную.",
});

const restoreUnknown: Write = (d) => ({
  what: "Неизвестно, вернулись ли данные из резервной копии.",
  why: `Соединение оборвалось во время фиксации: ${d["line"]}`,
  next: "Вернулось либо всё, либо ничего. Снова запустите restamp undo: сначала он сравнит базу с копией.",
});

export const safety = {
  rehearsal_impossible: (d) => ({
    what: "Здесь план нельзя отрепетировать.",
    why:
      (NOT_REHEARSED[d["reason"] ?? ""] ?? NOT_REHEARSED["other"] ?? "") +
      (d["line"] ? `: ${d["line"]}` : "."),
    next: "Тщательнее позаботьтесь о резервной копии и выполните план без репетиции: --rehearse none, а в мастере введите имя базы.",
  }),
  rehearsal_failed: (d) => ({
    what: "Репетиция не удалась, поэтому ничего не выполнено.",
    why: join(`На клоне базы: ${d["what"]}`, d["why"]),
    next: "Устраните причину или выберите другой вариант, затем начните снова.",
  }),
  no_pg_dump: (d) => ({
    what: `Не найден pg_dump, который может копировать PostgreSQL ${d["server"]}.`,
    why: d["tried"]
      ? `Найдены версии: ${d["tried"]}. Если pg_dump старше сервера, он отказывается работать.`
      : noPgDump(d),
    next: d["given"]
      ? `Укажите команду, последнее слово которой pg_dump и которой не нужны опции: pg_restore вызывается так же. ${isUndo(d) ? UNDO_NEEDS_DUMP : WITHOUT_DUMP}`
      : `Установите клиентские программы этой версии или укажите: --pg-dump CMD. ${isUndo(d) ? UNDO_NEEDS_DUMP : WITHOUT_DUMP}`,
  }),
  backup_no_room: (d) => ({
    what: "Для резервной копии не хватает места.",
    why: `В ${d["folder"]} свободно ${bytes(d["free"])}; строки занимают до ${bytes(d["needed"])}.`,
    next: isUndo(d)
      ? `Освободите там место или укажите другую папку: --backup DIR. ${UNDO_AGAIN}`
      : "Укажите другую папку: --backup DIR. Без резервной копии: --backup none.",
  }),
  backup_failed: (d) => ({
    what: "Сделать резервную копию не удалось.",
    why: `${d["command"]}: ${d["line"]}`,
    next: isUndo(d)
      ? `Прежде чем что-то убрать, отмена сохраняет то, что есть сейчас. Исправьте это. ${UNDO_AGAIN}`
      : "Исправьте это и начните снова; ничего не выполнено. Без резервной копии: --backup none.",
  }),
  backup_unproven: (d) => ({
    what: "В резервной копии есть не всё, что должно быть, поэтому ничего не выполнено.",
    why: UNPROVEN[d["kind"] ?? ""]?.(d) ?? "",
    next: isUndo(d)
      ? `Прежде чем что-то убрать, отмена сохраняет то, что есть сейчас. Исправьте это. ${UNDO_AGAIN} Файл остался на своём месте.`
      : "Сделайте копию другим способом, затем начните снова с --backup none. Файл остался на своём месте.",
  }),
  backup_gone: (d) => ({
    what: `Резервная копия ${d["path"]} уже не та.`,
    why:
      d["reason"] === "missing"
        ? "Её нет на месте, или её не удаётся прочитать."
        : "Её SHA-256 изменился.",
    next: "Верните файл на место и начните снова. Ничего не изменено.",
  }),
  restore_failed: (d) => (d["reason"] === "at_commit" ? restoreUnknown(d) : restoreFailed(d)),
  journal_unwritable: (d) => ({
    what: "Не удалось записать журнал сеанса.",
    why: `${d["path"]}: ${d["reason"]}. Без журнала потом никто не сможет сказать, что было сделано.`,
    next: "Освободите там место или задайте в XDG_STATE_HOME папку, доступную для записи; затем начните снова.",
  }),
  session_unknown: (d) => ({
    what: d["id"]
      ? `Сеанса ${d["id"]} здесь нет.`
      : "Отменять нечего: на этой базе нет сеанса, который что-то изменил и ещё не отменён.",
    why: d["known"]
      ? `На этой машине есть сеансы: ${d["known"]}.`
      : "Этот пользователь не исправлял эту базу на этой машине.",
    next: "Что выполнялось, покажет restamp sessions.",
  }),
  session_elsewhere: (d) => ({
    what: `Сеанс ${d["id"]} выполнялся на другой базе.`,
    why: `Это была ${d["database"]} на ${server(d)}. Имя может совпадать, но база не та.`,
    next: "Укажите базу того сеанса через --url. Ничего не изменено.",
  }),
  session_of_other_chain: (d) => ({
    what: `Сеанс ${d["id"]} исправлял в этой базе другую цепочку или эту же, но в другой схеме.`,
    why: d["theirs"]
      ? `Его таблица версий — ${d["theirs"]}, а здесь — ${d["ours"]}.`
      : `В его журнале не сказано, какую именно; таблица версий здесь — ${d["ours"]}.`,
    next: `Чтобы его отменить, запустите restamp undo с -c ${d["project"]} и с теми же --schema и --name. Ничего не изменено.`,
  }),
  undo_needs_backup: (d) => ({
    what: `Сеанс ${d["id"]} нельзя отменить без резервной копии.`,
    why: "Ревизии применялись к таблицам, которые были и раньше, а что они изменили, нигде не записано.",
    next: "Восстановите резервную копию, сделанную до него, или продолжайте с того, что есть сейчас: restamp diagnose. Ничего не изменено.",
  }),
  report_unwritable: (d) => ({
    what: "Не удалось сохранить отчёт.",
    why: `${d["path"]}: ${d["reason"]}.`,
    next: "Скопируйте то, что на экране.",
  }),
} satisfies Record<string, Write>;
