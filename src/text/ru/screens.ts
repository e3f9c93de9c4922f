import type { ScreenName } from "../../session/screens/state.ts";
import { plural } from "../plural.ts";
import { firstOf } from "./lists.ts";
import { agree, counted, decimal, ROWS } from "./numbers.ts";

const MISSING = {
  one: "таблицы, которую обещает штамп",
  few: "таблиц, которые обещает штамп",
  many: "таблиц, которые обещает штамп",
};

const ALIEN = {
  one: "таблица не из цепочки; она осталась как есть",
  few: "таблицы не из цепочки; они остались как есть",
  many: "таблиц не из цепочки; они остались как есть",
};

export const screens = {
  titles: {
    connection: "Проект и подключение",
    stamp: "Текущий штамп",
    tables: "Таблицы",
    chain: "Цепочка",
    path: "Выбор варианта",
    clear: "Как сбросить штамп",
    candidate: "Какая это ревизия?",
    review: "Просмотр плана",
    consent: "Введите имя",
    undo: "Отмена сеанса",
    run: "Выполнение",
    verify: "Проверка",
    report: "Отчёт",
  } satisfies Record<ScreenName, string>,
  step: (number: number, of: number, title: string) => `${number}/${of} ${title}`,
  problem: { why: "Почему", next: "Дальше" },
  connection: {
    working: "Поиск проекта и базы …",
    ready: "restamp и alembic попадают в одну и ту же базу. Дальше: что база говорит о себе.",
  },
  stamp: {
    working: "Запрос к alembic и к базе …",
    printsNothing: "(ничего не выводит)",
    rowCount: (count: number) => `(${counted(count, ROWS)})`,
    noTable: "Таблицы версий нет.",
    agree: (stamp: string) =>
      `И alembic, и таблица говорят: ${stamp}. Это утверждение, а не доказательство: на схему ещё никто не смотрел.`,
    noTableAndFailing:
      "Таблицы версий нет, и alembic завершается ошибкой; причина в его последней строке. Сначала исправьте её.",
    bothSilent: "Штампа нет: Alembic ещё не работал с этой базой, или его таблицу удалили.",
    emptyTable: "Таблица версий есть, но она пуста: для Alembic это база до первой ревизии.",
    unknown: (ids: string) =>
      `alembic завершается ошибкой, потому что ревизии ${ids} нет ни в одном скрипте. Сама строка читается, и restamp исходит из неё.`,
    hidden: (ids: string) =>
      `alembic скрывает ${ids}: если одна строка уже входит в другую, он показывает только самую новую.`,
    several:
      "Таблиц версий несколько; alembic показывает ту, которую первой находит его search_path.",
    alembicFailed: "alembic завершается ошибкой, поэтому в счёт идёт только строка таблицы.",
    differ: "alembic и таблица версий расходятся; restamp исходит из строки таблицы.",
    next: "Дальше: какие таблицы есть на самом деле.",
  },
  tables: {
    working: "Чтение списка таблиц …",
    recording:
      "Эталона для этих скриптов нет. Ревизии прогоняются в теневой базе, чтобы узнать, что делает каждая:",
    recorded: (path: string) => `Эталон записан, пригодится в следующий раз: ${path}`,
    none: "Таблиц нет вообще, ни в одной схеме.",
    headers: {
      name: "таблица",
      should: "по штампу",
      rows: "строки",
      schema: "схема",
      owner: "владелец",
    },
    hasRows: "есть",
    estimate: (count: number) => `~${count}`,
    noRows: "нет",
    unseen: "нет права",
    locked: "занята",
    there: "на месте",
    expectedMissing: "НЕТ",
    notOfChain: "не из цепочки",
    notYet: "не обещана",
    unclear: "неясно",
    versionTable: "таблица версий",
    meaningMissing: (count: number) => `Не хватает ${count} ${plural(count, MISSING)}.`,
    meaningAll: "Все таблицы, которые обещает штамп, на месте.",
    meaningNoStamp: "Штампа, который мог бы что-то обещать, нет.",
    meaningSeveral:
      "Таблиц версий несколько, и обещают они разное. Что стоит за каждой, скажет следующий экран.",
    next: "Дальше: сверка всей схемы с каждой ревизией.",
  },
  chain: {
    base: "(base)",
  },
  review: {
    intro: "Это план, именно в таком виде он и будет выполнен. Пока ничего не изменено.",
    runs: (ids: readonly string[]) => `применит ${ids.join(", ")}`,
    putBack:
      "Пока применяются пропущенные ревизии, таблица версий показывает меньше, чем есть на деле. Если одна из них не применится, таблица вернётся в нынешний вид.",
    leaves: (objects: readonly string[]) =>
      `Отличается от скриптов, и план этого не изменит: ${firstOf(objects, 4)}.`,
    ready: {
      waiting: "Когда это закончится, y выполнит план.",
      ready: "y выполнит план.",
      consent: "y выполнит план, но сначала спросит имя базы.",
      blocked: "План выполнить нельзя: он завершился бы той же ошибкой.",
      held: "План нельзя выполнять, пока это не закончится. Esc вернёт назад; потом выберите путь снова.",
    },
    destroys: (tables: string) => `БУДУТ УНИЧТОЖЕНЫ ДАННЫЕ в таблицах: ${tables}.`,
    dropsNoRows:
      "В том, что удаляется, нет строк, кроме штампа. Миграции данных делают то, что указано в их скриптах.",
    keepsRows: (moving: readonly string[]) =>
      moving.length === 0
        ? "Ни один шаг не удаляет таблицы. Миграции данных делают то, что указано в их скриптах."
        : `Ни один шаг не удаляет таблицы. ${firstOf(moving, 4)} ${agree(moving, "меняет", "меняют")} строки, как указано в скриптах.`,
    verifyShows: "ещё раз читает таблицу версий и всю схему через новое соединение",
  },
  consent: {
    title: "ВСЕ СТРОКИ ЭТИХ ТАБЛИЦ БУДУТ ПОТЕРЯНЫ:",
    ask: (database: string) =>
      `Чтобы уничтожить их, введите имя базы (${database}) и нажмите Enter.`,
    withoutBackup: "РЕЗЕРВНОЙ КОПИИ НЕ БУДЕТ",
    notRehearsed: "РЕПЕТИЦИИ НЕ БЫЛО",
    askAllTheSame: (database: string) =>
      `Чтобы всё же выполнить план, введите имя базы (${database}) и нажмите Enter.`,
    mistaken: (typed: string) => `База называется не «${typed}». Ничего не сделано.`,
    prompt: "имя",
    escape: "Esc возвращает назад, ничего не меняя.",
  },
  run: {
    elapsed: (seconds: number) => `${decimal(seconds)} с`,
    running: (done: number, of: number) => `шаг ${Math.min(done + 1, of)} из ${of}`,
    stop: {
      asked: "Ещё раз Ctrl+C, чтобы прервать: alembic остановится и откатит незафиксированное.",
      stopping: "Прерываем: alembic откатывает незафиксированное …",
    },
    ended: "Все шаги выполнены. Enter покажет, какова база теперь.",
    failed: "Остановлено. Enter покажет отчёт.",
  },
  undo: {
    working: "Сравниваем базу с тем, какой она была до того сеанса …",
    ready: "y выполнит это. Enter на предыдущем экране продолжит с того, что есть сейчас.",
    loses: "ВСЁ, ЧТО ПОЯВИЛОСЬ С ТЕХ ПОР, БУДЕТ ПОТЕРЯНО. Сначала делается его резервная копия.",
    type: (database: string) =>
      `Чтобы всё же вернуться назад, введите имя базы (${database}) и нажмите Enter.`,
    undoing: "Отменяем …",
    stopAsked:
      "Ещё раз Ctrl+C, чтобы прервать: всё идёт одной транзакцией, и от неё ничего не останется.",
    onward: "Enter посмотрит на базу заново.",
  },
  verify: {
    good: "Проверено через новое соединение: схема соответствует head, штамп тоже.",
    left: "Проверено через новое соединение: план выполнен, штамп верен. Вот что отличалось от скриптов и раньше; план этого не менял:",
    bad: "База не такая, какой её делают скрипты:",
    tables: "Таблицы, которые должны быть на head:",
    stamp: (stamp: string) => `Таблица версий: ${stamp}`,
    noStamp: "Таблица версий: ни одной строки",
    extra: (count: number) => `Ещё ${count} ${plural(count, ALIEN)}.`,
  },
  report: {
    was: "Было",
    did: "Сделано",
    is: "Стало",
    saved: (path: string) => `Отчёт сохранён: ${path}`,
    saving: "Сохранение отчёта …",
    undo: "Отменит это restamp undo; как сделать то же вручную, написано в отчёте.",
  },
  log: {
    title: "Все выполненные команды, включая SQL",
    empty: "Пока ничего не выполнялось.",
    took: (ms: number) => `${ms} мс`,
    failed: "ошибка",
  },
  tooSmall: (columns: number, rowCount: number) =>
    `Терминал слишком мал: ${columns}x${rowCount}. Нужно хотя бы 40x10. Ctrl+C — выход.`,
  more: (above: number, below: number) =>
    [above > 0 ? `выше ещё ${above} (PgUp)` : "", below > 0 ? `ниже ещё ${below} (PgDn)` : ""]
      .filter(Boolean)
      .join("   "),
};
