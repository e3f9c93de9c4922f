import type { Rehearsal } from "../../core/rehearsal.ts";
import type { ProblemText } from "../types.ts";
import { firstOf } from "./lists.ts";
import { decimal } from "./numbers.ts";

/** After «на». */
const SOURCES: Record<Rehearsal["source"], string> = {
  schema: "клоне схемы",
  rows: "клоне со всеми строками",
  replay: "клоне из подтверждённых ревизий",
};

export const rehearsal = {
  working: (step: string | null) =>
    step === null ? "Репетиция: создаётся клон базы …" : `Репетиция на клоне: ${step} …`,
  none: "Репетиции плана не было.",
  declined: "План выполняется без репетиции (--rehearse none).",
  impossible: "РЕПЕТИЦИИ НЕ БЫЛО.",
  notWithRows: ({ what, why }: ProblemText) => `Со строками не получилось: ${what} ${why}`,
  passed: ({ source, took }: Rehearsal) => {
    const seconds = took.reduce((sum: number, each) => sum + (each ?? 0), 0) / 1000;
    return `Репетиция на ${SOURCES[source]} завершилась успешной проверкой за ${decimal(seconds.toFixed(1))} с.`;
  },
  failed: ({ source }: Rehearsal, step: string) =>
    `РЕПЕТИЦИЯ НЕ УДАЛАСЬ на ${SOURCES[source]}, на шаге: ${step}.`,
  /** What it did there, a line each; nothing for what it did not. */
  did: ({ made, dropped, rowChanges, source }: Rehearsal): readonly string[] => [
    ...(made.length > 0 ? [`Новые таблицы: ${firstOf(made, 6)}.`] : []),
    ...(dropped.length > 0 ? [`Удалённые таблицы: ${firstOf(dropped, 6)}.`] : []),
    ...rowChanges.map(
      ({ table, inserted, updated, deleted }) =>
        `Строки ${table}: добавлено ${inserted}, изменено ${updated}, удалено ${deleted}.`,
    ),
    ...(rowChanges.length === 0 && source === "rows" ? ["Ни одна строка не изменилась."] : []),
  ],
};
