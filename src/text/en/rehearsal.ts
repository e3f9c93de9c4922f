import type { Difference } from "../../core/facts.ts";
import type { Rehearsal, RowsToClone } from "../../core/rehearsal.ts";
import { join } from "../join.ts";
import { sizeText } from "../sizes.ts";
import type { ProblemText } from "../types.ts";
import { firstOf } from "./lists.ts";

const SOURCES: Record<Rehearsal["source"], string> = {
  schema: "a clone of the schema",
  rows: "a clone with every row",
  replay: "a clone made by the proven revisions",
};

/** As a diff has it. A fact's key and value are the same in every language. */
export function changeLine({ key, expected, actual }: Difference): string {
  if (expected === null) return `+ ${key}: ${actual}`;
  return actual === null ? `- ${key}` : `~ ${key}: ${expected} → ${actual}`;
}

/** A rough figure, from a sample. */
function about(seconds: number | null): string {
  if (seconds === null || seconds < 10) return "a few seconds";
  if (seconds < 90) return `roughly ${Math.ceil(seconds / 10) * 10} s`;
  return seconds < 5400
    ? `roughly ${Math.ceil(seconds / 60)} min`
    : `roughly ${Math.ceil(seconds / 3600)} h`;
}

export const rehearsal = {
  working: (step: string | null) =>
    step === null
      ? "Rehearsing: making a clone of the database …"
      : `Rehearsing on a clone: ${step} …`,
  none: "The plan was not rehearsed.",
  declined: "The plan is not rehearsed (--rehearse none).",
  impossible: "NOT REHEARSED.",
  notWithRows: ({ what, why }: ProblemText) => join(`Not with the rows: ${what}`, why),
  passed: ({ source, took }: Rehearsal) => {
    const seconds = took.reduce((sum: number, each) => sum + (each ?? 0), 0) / 1000;
    return `Rehearsed on ${SOURCES[source]}: it ends verified, in ${seconds.toFixed(1)} s.`;
  },
  /** Beside a step. */
  step: (took: number | null) =>
    took === null ? "failed on the clone" : `${(took / 1000).toFixed(1)} s on the clone`,
  failed: ({ source }: Rehearsal, step: string) =>
    `THE REHEARSAL FAILED on ${SOURCES[source]}, at: ${step}.`,
  /** What has not been tried yet, and would be by r. */
  withRows: ({ bytes, seconds }: RowsToClone) =>
    `The rows were not rehearsed. r does so: ${sizeText(bytes)}, ${about(seconds)}.`,
  changesTitle: "What the rehearsal changed in the schema beside that:",
  /** What became of the schema beside its tables, a line each. @param most of them, then a number */
  changes: (changes: readonly Difference[], most: number): readonly string[] => {
    const lines = changes.slice(0, most).map(changeLine);
    const rest = changes.length - lines.length;
    return rest > 0 ? [...lines, `and ${rest} more; the report has them all`] : lines;
  },
  /** What it did there, a line each; nothing for what it did not. */
  did: ({ made, dropped, rowChanges, source }: Rehearsal): readonly string[] => [
    ...(made.length > 0 ? [`New tables: ${firstOf(made, 6)}.`] : []),
    ...(dropped.length > 0 ? [`Tables dropped: ${firstOf(dropped, 6)}.`] : []),
    ...rowChanges.map(
      ({ table, inserted, updated, deleted }) =>
        `Rows of ${table}: ${inserted} inserted, ${updated} changed, ${deleted} deleted.`,
    ),
    ...(rowChanges.length === 0 && source === "rows" ? ["No row was changed."] : []),
  ],
};
