import type { ClearMethod, Refusal, RepairPath, StepPurpose } from "../../core/plan/types.ts";
import { join } from "../join.ts";
import { firstOf } from "./lists.ts";
import { agree } from "./numbers.ts";

const list = (names: readonly string[]) => firstOf(names, 4);

const refusals: { [R in Refusal["reason"]]: (refusal: Extract<Refusal, { reason: R }>) => string } =
  {
    stamp_not_right: () =>
      "Обновление само по себе пойдёт дальше от штампа, а схема доказывает не то, что в штампе.",
    already_right: () => "Штамп верен, исправлять в нём нечего.",
    several_version_tables: (r) => `Несколько таблиц версий: ${list(r.tables)}.`,
    has_tables: (r) => `База не пуста: ${list(r.tables)}.`,
    ran_unseen: (r) => `Таблиц цепочки нет, но ревизии уже применялись: ${list(r.revisions)}.`,
    tables_elsewhere: (r) => `Может быть, не пуста: ${list(r.tables)} в другой схеме.`,
    nothing_there: () => "В базе нет ни одной таблицы цепочки.",
    needs_baseline: () =>
      "Цепочка начинается с таблиц, которые создаёт кто-то другой (restamp.baseline.sql); сначала создайте их.",
    nothing_missing: () => "Позади применённых ревизий не пропущено ни одной целиком.",
    would_not_fit: (r) =>
      `Пропущенные ревизии уже не применить: более поздние изменили то, что им нужно (${list(r.objects)}).`,
    not_proven: () => "Схема не совпадает ни с одной ревизией, подтвердить штамп нечем.",
    used_by_others: (r) =>
      `Таблицы вне цепочки ссылаются на её таблицы или входят в них: ${list(r.links)}.`,
    fails_from_start: (r) =>
      join(
        `Ревизии нельзя применить с самого начала: ${r.revision ?? "одна из них"} завершилась ошибкой в пустой базе.`,
        r.line,
      ),
  };

export const plan = {
  paths: {
    upgrade: { name: "Обновление", what: "Применить ревизии, которые ещё не применены." },
    fresh: { name: "3а  База пустая", what: "Сбросить штамп, затем применить все ревизии." },
    adopt: {
      name: "3б  База не пустая",
      what: "Проставить штамп, который подтверждает схема, затем применить остальное.",
    },
    replay: {
      name: "Только пропущенное",
      what: "Применить лишь те ревизии, которые не применялись, и сохранить остальное.",
    },
    reset: {
      name: "Автоматический скрипт",
      what: "УНИЧТОЖАЕТ ДАННЫЕ: удалить всё, что создала цепочка, затем применить все ревизии.",
    },
  } satisfies Record<RepairPath, { name: string; what: string }>,
  steps: {
    clear_stamp: "Сброс штампа",
    drop_version_table: "Удаление таблицы версий",
    downgrade_base: "Downgrade до base",
    stamp_proven: "Штамп, который подтверждает схема",
    stamp_parent: "Штамп перед пропущенной ревизией",
    run_missing: "Применение пропущенной ревизии",
    stamp_on: "Штамп всего применённого",
    drop_leftover_types: "Удаление неиспользуемых типов, которые мешают",
    widen_version_num: "Расширение столбца под длинные id ревизий",
    drop_chain_objects: "Удаление всего, что создала цепочка",
    upgrade: "Применение недостающих ревизий",
    verify: "Проверка через новое соединение",
  } satisfies Record<StepPurpose, string>,
  clear: {
    stamp_base: {
      name: "alembic stamp base",
      what: "Alembic опустошит свою таблицу версий. Рекомендуется.",
    },
    drop_table: {
      name: "DROP TABLE",
      what: "Удалить таблицу версий; upgrade создаст её заново.",
    },
    downgrade_base: { name: "alembic downgrade base", what: "Выполнить все скрипты downgrade." },
  } satisfies Record<ClearMethod, { name: string; what: string }>,
  downgradeFails: (revision: string) =>
    `Здесь не получится: downgrade ревизии ${revision} обращается к объектам, которых нет.`,
  refusal: (refusal: Refusal): string =>
    (refusals[refusal.reason] as (refusal: Refusal) => string)(refusal),
  danger: { none: "только чтение", writes: "запись", destroys: "УНИЧТОЖАЕТ ДАННЫЕ" },
  recommended: "рекомендуется",
  reasons: {
    upgrade: "Штамп и схема совпадают, поэтому upgrade просто пойдёт дальше отсюда.",
    fresh: "Ни одной таблицы цепочки нет: терять нечего, создать нужно всё.",
    adopt: (heads: readonly string[]) =>
      `Схема до последнего объекта совпадает с ${agree(heads, "ревизией", "ревизиями")} ${heads.join(", ")}, значит, это и есть верный штамп.`,
    replay:
      "Позади самой новой ревизии есть такие, которые не применялись. Если применить только их, получится схема, которая сейчас и должна быть у цепочки.",
    ask_candidates:
      "Рекомендации нет: схема подходит к нескольким ревизиям. В варианте 3б можно указать, какая это ревизия.",
    ask_tables:
      "Рекомендации нет: таблиц версий несколько. Скажите, с какой схемой работать: --schema.",
    ask_elsewhere:
      "Рекомендации нет: таблицы с такими именами есть в другой схеме, так что search_path может быть неверен.",
    ask_hidden:
      "Рекомендации нет: этой роли нельзя читать таблицу версий, поэтому штамп неизвестен.",
    ask_leaves:
      "Рекомендации нет: «Только пропущенное» (--path replay) применит пропущенные ревизии, но часть объектов и после этого будет отличаться от скриптов. План их назовёт; исправить их придётся вручную.",
    ask_unproven:
      "Рекомендации нет: схема не совпадает ни с одной ревизией. restamp не ставит штамп, который нечем подтвердить; исправьте отличающиеся объекты вручную или спросите тех, кто их знает.",
  },
  /** Where the written procedure says otherwise. */
  notTheWrittenOne: (written: string, proven: string) =>
    `В письменной инструкции указан штамп ${written}. Здесь применено уже больше: со штампом ${written} upgrade стал бы создавать существующие объекты и завершился бы ошибкой. Поэтому штамп — ${proven}.`,
  candidates: {
    why: "После каждой из них схема одинакова. Отличаются только строки.",
    stampBase: "base (ничего не применено)",
    runs: (ids: readonly string[], moving: readonly string[]) => {
      if (ids.length === 0) return "применять нечего";
      const rows = ids.filter((id) => moving.includes(id));
      const again = rows.length > 0 ? `; меняют строки: ${list(rows)}` : "";
      return `затем применить ${ids.join(", ")}${again}`;
    },
  },
};
