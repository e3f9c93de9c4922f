import type { Diagnosis, RevisionVerdict, Verdict } from "../../core/diagnosis/types.ts";
import { visible } from "../../core/display.ts";
import { sameHeads } from "../../core/plan/options.ts";
import { plural } from "../plural.ts";
import { finding } from "./findings.ts";
import { agree, counted, ROWS, TO_REVISIONS } from "./numbers.ts";

const names = (ids: readonly string[]) => ids.map(visible).join(", ");
const list = (ids: readonly string[]) => (ids.length === 0 ? "пусто" : names(ids));
const says = ({ stamp }: Diagnosis) => `В штампе ${list(stamp ?? [])}`;
const on = (ids: readonly string[]) =>
  ids.length === 0
    ? "в состоянии до первой ревизии"
    : `на ${agree(ids, "ревизии", "ревизиях")} ${names(ids)}`;
/** After «соответствует» and «к». */
const to = (ids: readonly string[]) =>
  ids.length === 0
    ? "состоянию до первой ревизии"
    : `${agree(ids, "ревизии", "ревизиям")} ${names(ids)}`;

const is = ({ evidence }: Diagnosis, exactly: string) =>
  evidence.candidates.length > 0
    ? `${exactly} ${to(evidence.heads)}`
    : `ближе всего к ${to(evidence.heads)}`;

const judged = ({ revisions }: Diagnosis, verdict: RevisionVerdict) =>
  revisions.filter((r) => r.verdict === verdict).map((r) => r.id);

const DIFFER = { one: "объект отличается", few: "объекта отличаются", many: "объектов отличаются" };
const WHICH = "какая это ревизия, должен сказать человек";

/** Whether Alembic believes that nothing is left to run. */
const isFinished = ({ stamp, target }: Diagnosis) => sameHeads(stamp ?? [], target);

/** Two sentences: what is so, and what it means. */
const sentences: Record<Verdict, (d: Diagnosis) => readonly [string, string]> = {
  healthy: (d) => [
    `Штамп и схема совпадают: база ${on(d.stamp ?? [])}, это head.`,
    "Исправлять нечего.",
  ],
  pending: (d) => [
    `Штамп и схема совпадают: база ${on(d.stamp ?? [])}.`,
    "Она просто отстаёт от скриптов; обычный alembic upgrade доведёт её до head.",
  ],
  empty: () => [
    "В базе нет ни штампа, ни объектов цепочки.",
    "Миграции здесь не применялись. Если это та самая база, её наполнит обновление; если нет, проверьте URL.",
  ],
  empty_stamped: (d) => [
    `${says(d)}, но ни одного объекта цепочки в базе нет.`,
    isFinished(d)
      ? "Для Alembic здесь всё уже применено: upgrade завершится без ошибки и ничего не создаст."
      : "Alembic пропустит ревизии, которые создают таблицы, и upgrade завершится ошибкой на первой, которой они нужны.",
  ],
  stamp_ahead: (d) => [
    `${says(d)}, но схема ${is(d, "точно соответствует")}.`,
    "Ревизии между ними здесь не применялись, а Alembic считает, что применялись.",
  ],
  stamp_behind: (d) => [
    `${says(d)}, но схема уже ${is(d, "соответствует")}.`,
    "Команда upgrade стала бы создавать то, что уже есть, и завершилась бы ошибкой.",
  ],
  unstamped: (d) => [
    d.versionTables.some((table) => table.hidden)
      ? "Таблицы цепочки есть, но прочитать штамп нельзя."
      : "Таблицы цепочки есть, а штампа нет.",
    d.evidence.candidates.length === 1
      ? `Схема точно соответствует ${to(d.evidence.heads)}.`
      : "Команда upgrade начала бы с начала и завершилась бы ошибкой на первой же таблице.",
  ],
  unknown_stamp: (d) => [
    `Штампа ${list(d.unknownStamp)} нет ни в одном скрипте; alembic отказывается с ним работать.`,
    d.evidence.candidates.length === 1
      ? `Сама схема точно соответствует ${to(d.evidence.heads)}.`
      : "На какой ревизии база, должна показать сама схема.",
  ],
  overlapping: (d) => [
    `В таблице версий ${counted(d.stamp?.length ?? 0, ROWS)}, и ${list(d.overlapping)} уже ${agree(d.overlapping, "входит", "входят")} в другую ревизию.`,
    "Alembic отказывается от upgrade: от каждой ветки в таблице должна быть только самая новая строка.",
  ],
  hole: (d) => {
    const absent = judged(d, "absent");
    return [
      `${agree(absent, "Ревизия", "Ревизии")} ${names(absent)} не ${agree(absent, "применялась", "применялись")}, хотя более поздние применены.`,
      `Ни upgrade, ни другой штамп этого не исправит: применить нужно именно ${agree(absent, "эту ревизию", "эти ревизии")}.`,
    ];
  },
  partial: (d) => {
    const partial = judged(d, "partial");
    return [
      `От ${agree(partial, "ревизии", "ревизий")} ${names(partial)} часть объектов есть, а части нет.`,
      `Схема ближе всего к ${to(d.evidence.heads)}; отличия перечислены ниже.`,
    ];
  },
  drift: (d) => [
    `Штамп верен, но ${counted(d.drift.length, DIFFER)} от того, что создали скрипты.`,
    "Кто-то изменил схему вручную; restamp это показывает и не трогает.",
  ],
  ambiguous: (d) => {
    const { candidates, heads } = d.evidence;
    if (candidates.length > 1)
      return [
        `${says(d)}, а схема одинаково подходит к ${counted(candidates.length, TO_REVISIONS)}.`,
        `Они отличаются только строками, по схеме этого не видно; ${WHICH}.`,
      ];
    return [
      candidates.length === 1
        ? `${says(d)}; если судить по ревизиям, которые удалось прогнать, схема точно соответствует ${to(heads)}.`
        : `${says(d)}, но ревизии, которые удалось прогнать, не показывают, так ли это.`,
      `Более поздние прогнать не удалось, применены они или нет, неизвестно; ${WHICH}.`,
    ];
  },
  several_version_tables: () => [
    "О том, какая это ревизия, говорит не одна таблица, а несколько.",
    "Обычно причина в search_path или во втором приложении; restamp не станет гадать, какая из них верна.",
  ],
};

export const titles: Record<Verdict, string> = {
  healthy: "База исправна",
  pending: "Отстаёт от скриптов",
  empty: "Пустая, миграции не применялись",
  empty_stamped: "Штамп есть, а база пуста",
  stamp_ahead: "Штамп впереди схемы",
  stamp_behind: "Штамп отстаёт от схемы",
  unstamped: "Таблицы без штампа",
  unknown_stamp: "Неизвестный штамп",
  overlapping: "Штампы перекрываются",
  hole: "Пропущена ревизия",
  partial: "Ревизия применена наполовину",
  drift: "Изменено вручную",
  ambiguous: "Подходят несколько ревизий",
  several_version_tables: "Несколько таблиц версий",
};

const marks: Record<RevisionVerdict, string> = {
  applied: "есть",
  absent: "нет",
  partial: "частично",
  no_trace: "данные",
};

const ALIEN = {
  one: "таблица не из цепочки; она остаётся как есть",
  few: "таблицы не из цепочки; они остаются как есть",
  many: "таблиц не из цепочки; они остаются как есть",
};

export const diagnosis = {
  finding,
  schemas: {
    title: "Каждая таблица версий отдельно, вместе со своей схемой:",
    row: (schema: string, stamp: readonly string[], title: string) =>
      `${visible(schema)}: в штампе ${list(stamp)}. ${title}.`,
    next: "Назовите нужную схему в --schema.",
  },
  sentences,
  titles,
  marks,
  stampMark: "штамп",
  provenMark: "схема",
  bothMark: "оба",
  fitsMark: "схема?",
  elsewhere: (tables: readonly string[]) =>
    `Таблицы с такими именами есть в другой схеме: ${tables.join(", ")}. Верен ли search_path?`,
  unmanaged: (count: number) => `${count} ${plural(count, ALIEN)}.`,
  difference: {
    missing: (object: string) => `нет     ${object}`,
    extra: (object: string) => `лишнее  ${object}`,
    changed: (object: string) => `другое  ${object}`,
  },
  expected: (value: string) => `ожидалось: ${value}`,
  actual: (value: string) => `на деле:   ${value}`,
  more: (count: number) => `… и ещё ${count}`,
};
