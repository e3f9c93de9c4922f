import type { Difference } from "../../core/facts.ts";
import type { Rehearsal, RowsToClone } from "../../core/rehearsal.ts";
import { changeLine } from "../en/rehearsal.ts";
import { join } from "../join.ts";
import type { ProblemText } from "../types.ts";
import { firstOf } from "./lists.ts";
import { decimal, size } from "./numbers.ts";

/** After «на». */
const SOURCES: Record<Rehearsal["source"], string> = {
  schema: "клоне схемы",
  rows: "клоне со всеми строками",
  replay: "клоне из подтверждённых ревизий",
};

/** A rough figure, from a sample. */
function about(seconds: number | null): string {
  if (seconds === null || seconds < 10) return "несколько секунд";
  if (seconds < 90) return `примерно ${Math.ceil(seconds / 10) * 10} с`;
  return seconds < 5400
    ? `примерно ${Math.ceil(seconds / 60)} мин`
    : `примерно ${Math.ceil(seconds / 3600)} ч`;
}

export const rehearsal = {
  working: (step: string | null) =>
    step === null ? "Репетиция: создаётся клон базы …" : `Репетиция на клоне: ${step} …`,
  none: "Репетиции плана не было.",
  declined: "План выполняется без репетиции (--rehearse none).",
  impossible: "РЕПЕТИЦИИ НЕ БЫЛО.",
  notWithRows: ({ what, why }: ProblemText) => join(`Со строками не получилось: ${what}`, why),
  passed: ({ source, took }: Rehearsal) => {
    const seconds = took.reduce((sum: number, each) => sum + (each ?? 0), 0) / 1000;
    return `Репетиция на ${SOURCES[source]} завершилась успешной проверкой за ${decimal(seconds.toFixed(1))} с.`;
  },
  /** Beside a step. */
  step: (took: number | null) =>
    took === null ? "на клоне не удалось" : `${decimal((took / 1000).toFixed(1))} с на клоне`,
  failed: ({ source }: Rehearsal, step: string) =>
    `РЕПЕТИЦИЯ НЕ УДАЛАСЬ на ${SOURCES[source]}, на шаге: ${step}.`,
  /** What has not been tried yet, and would be by r. */
  withRows: ({ bytes, seconds }: RowsToClone) =>
    `На строках плана ещё не пробовали. Это сделает r: ${size(bytes)}, ${about(seconds)}.`,
  changesTitle: "Что ещё репетиция изменила в схеме:",
  /** What became of the schema beside its tables, a line each. @param most of them, then a number */
  changes: (changes: readonly Difference[], most: number): readonly string[] => {
    const lines = changes.slice(0, most).map(changeLine);
    const rest = changes.length - lines.length;
    return rest > 0 ? [...lines, `и ещё ${rest}; в отчёте они все`] : lines;
  },
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
