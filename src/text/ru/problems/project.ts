/** What is wrong with the command line, the terminal and the project's files. */
import type { ProblemDetails } from "../../../core/problem.ts";
import type { Write } from "./types.ts";

/** By what is expected of a field. */
const SCENARIO_FAULTS: Record<string, (d: ProblemDetails) => string> = {
  readable: (d) => `Его не удаётся прочитать: ${d["what"]}.`,
  toml: (d) => `Строка ${d["line"]} — не TOML: ${d["what"]}.`,
  known_field: (d) => `Поля ${d["field"]} не бывает. Здесь известны: ${d["known"]}.`,
  outcome: () => "В нём нет ни verdict, ни problem, а одно из двух restamp непременно находит.",
  table: (d) => `Поле ${d["field"]} должно быть таблицей.`,
  tables: (d) => `Поле ${d["field"]} должно быть хотя бы один раз, в виде [[${d["field"]}]].`,
  text: (d) => `Поле ${d["field"]} должно быть непустым текстом.`,
  file: (d) => `Поле ${d["field"]} должно быть текстом; пустой текст удаляет файл.`,
  texts: (d) => `Поле ${d["field"]} должно быть списком текстов, хотя бы из одного.`,
  one_to_three_texts: (d) =>
    `Поле ${d["field"]} должно быть списком из одного, двух или трёх текстов.`,
  short_text: (d) =>
    `Поле ${d["field"]} должно быть одной строкой не длиннее ${d["most"]} символов.`,
  states: (d) =>
    `Поле ${d["field"]} должно быть списком чисел от 1 до ${d["most"]}, возможно пустым.`,
  one_of: (d) => `Поле ${d["field"]} должно быть одним из этих значений: ${d["known"]}.`,
  rows: (d) => `Поле ${d["field"]} должно быть списком строк, каждая из которых — список текстов.`,
  one_action: (d) => `Поле ${d["field"]} должно делать ровно одно: ${d["known"]}.`,
  true: (d) => `Поле ${d["field"]} должно быть true, либо его не должно быть вовсе.`,
  path_inside: (d) =>
    `Поле ${d["field"]} должно быть путём внутри проекта, где папки разделены знаком /.`,
};

export const project = {
  usage: (d) => ({
    what: d["message"] ?? "Ошибка в командной строке.",
    why: "",
    next: "См. restamp --help.",
  }),
  unknown_revision_asked: (d) => ({
    what: `В этой цепочке нет ревизии ${d["revision"]}.`,
    why: `В скриптах есть: ${d["known"]}.`,
    next: "Проверьте id, указанный в --stamp.",
  }),
  unknown_scenario: (d) => ({
    what: `Сценария ${d["name"]} нет.`,
    why: `Есть сценарии: ${d["known"]}.`,
    next: "Их описание покажет restamp practice --list.",
  }),
  practice_way_failed: (d) => ({
    what: `Вашу цепочку нельзя сломать таким способом: ${d["name"]}.`,
    why: `Это испробовано в песочнице, и получилось ${d["verdict"]}: скорее всего, более поздним ревизиям нужно то, чего не хватало бы.`,
    next: "Другие способы покажет restamp practice --list --project …",
  }),
  bad_scenario: (d) => ({
    what: `Сценарий ${d["path"]} нельзя разыграть.`,
    why: (SCENARIO_FAULTS[d["expected"] ?? ""] ?? SCENARIO_FAULTS["text"])?.(d) ?? "",
    next: "Возьмите за образец один из сценариев restamp, например src/practice/scenarios/02-wrong-stamp-populated.toml.",
  }),
  needs_terminal: () => ({
    what: "Мастеру нужен терминал, а его нет.",
    why: "Ввод или вывод направлен в канал или в файл.",
    next: "Используйте restamp diagnose, restamp plan или restamp repair --yes. По SSH: ssh -t.",
  }),
  terminal_too_small: (d) => ({
    what: `Терминал слишком мал: ${d["columns"]}x${d["rows"]}.`,
    why: "Мастеру нужно хотя бы 40 столбцов и 10 строк, а удобно работать от 80x24.",
    next: "Увеличьте окно.",
  }),
  config_missing: (d) => ({
    what: "Файла alembic.ini нет.",
    why: `Где искали: ${d["looked"]}.`,
    next: "Перейдите в папку проекта или укажите файл: restamp -c path/to/alembic.ini.",
  }),
  config_unreadable: (d) => ({
    what: `Не удаётся прочитать ${d["path"]}.`,
    why: d["line"]
      ? `Строка ${d["line"]} — не секция и не «имя = значение».`
      : `Ответ системы: ${d["reason"]}.`,
    next: d["line"]
      ? "Исправьте эту строку: на ней споткнётся и alembic."
      : "Проверьте файл и права на него.",
  }),
  config_ambiguous: (d) => ({
    what: "Файлов alembic.ini два, и они могут относиться к двум разным базам.",
    why: `Найдены ${d["first"]} и ${d["second"]}.`,
    next: "Укажите нужный: restamp -c path/to/alembic.ini.",
  }),
  config_section_missing: (d) => ({
    what: `В ${d["path"]} не указано, где лежат скрипты.`,
    why: `В его секции [${d["section"]}] нет ${d["key"]}.`,
    next: "Проверьте файл или укажите другую секцию через -n.",
  }),
  scripts_missing: (d) => ({
    what: "Папки со скриптами ревизий нет.",
    why: `alembic.ini указывает на ${d["path"]}.`,
    next: "Проверьте script_location и version_locations в alembic.ini.",
  }),
  script_unreadable: (d) => ({
    what: `Скрипту ${d["path"]} не найти место в цепочке.`,
    why: `В нём ${d["name"]} — не простая строка: ${d["found"]}`,
    next: `Запишите ${d["name"]} строкой в кавычках.`,
  }),
  chain_duplicate: (d) => ({
    what: `У двух скриптов один и тот же id ревизии: ${d["id"]}.`,
    why: `Это ${d["paths"]}.`,
    next: "Удалите копию или дайте одному из них собственный id.",
  }),
  chain_missing_parent: (d) => ({
    what: `Цепочка разорвана на ${d["id"]}.`,
    why: `${d["path"]} опирается на ревизию ${d["parent"]}, а скрипта с таким id нет.`,
    next: "Верните недостающий скрипт из системы контроля версий. База не изменилась.",
  }),
  chain_cycle: (d) => ({
    what: "Цепочка замкнута в кольцо.",
    why: `Эти ревизии опираются друг на друга: ${d["ids"]}.`,
    next: "Исправьте down_revision в одной из них. База не изменилась.",
  }),
  chain_empty: (d) => ({
    what: "Скриптов ревизий нет.",
    why: `В ${d["path"]} их нет ни одного.`,
    next: "Проверьте script_location в alembic.ini.",
  }),
} satisfies Record<string, Write>;
