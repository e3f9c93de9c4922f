/** What is wrong with the Alembic project. */
import type { Write } from "../../problem-writing.ts";

export const project = {
  config_missing: (d) =>
    d["named"]
      ? {
          what: `Файла ${d["named"]} нет.`,
          why: "Он указан как файл проекта: через -c, ключом config в restamp.toml или в ALEMBIC_CONFIG.",
          next: "Проверьте путь. Если файл не указан, restamp ищет alembic.ini здесь, затем в backend/.",
        }
      : {
          what: "Файла alembic.ini нет.",
          why: `Где искали: ${d["looked"]}, а также [tool.alembic] в pyproject.toml там же.`,
          next: "Перейдите в папку проекта или укажите файл: restamp -c path/to/alembic.ini.",
        },
  config_unreadable: (d) => ({
    what: `Не удаётся прочитать ${d["path"]}.`,
    why: d["line"]
      ? d["reason"] === "toml"
        ? `Строка ${d["line"]} — не TOML.`
        : `Строка ${d["line"]} — не секция и не «имя = значение».`
      : `Ответ системы: ${d["reason"]}.`,
    next: d["line"]
      ? "Исправьте эту строку: на ней споткнутся и другие программы."
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
  several_databases: (d) => ({
    what: `Этот проект обновляет сразу несколько баз: ${d["names"]}. Ничего не запускалось.`,
    why: `Они перечислены в ${d["path"]} в ключе databases. restamp чинит одну базу, а alembic заодно изменил бы остальные, и этого никто бы не увидел.`,
    next: `Скопируйте ${d["path"]} в ${d["copy"]}, оставьте там databases = ${d["one"]} и запустите restamp -c ${d["copy"]}; потом так же для следующей. Если ваш env.py выбирает базу по -x, назовите её: restamp -x db=${d["one"]}.`,
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
