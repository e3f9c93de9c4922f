import type { Rehearsal } from "../../core/rehearsal.ts";
import type { ProblemText } from "../types.ts";
import { firstOf } from "./lists.ts";

const SOURCES: Record<Rehearsal["source"], string> = {
  schema: "a clone of the schema",
  rows: "a clone with every row",
  replay: "a clone made by the proven revisions",
};

export const rehearsal = {
  working: (step: string | null) =>
    step === null
      ? "Rehearsing: making a clone of the database …"
      : `Rehearsing on a clone: ${step} …`,
  none: "The plan was not rehearsed.",
  declined: "The plan is not rehearsed (--rehearse none).",
  impossible: "NOT REHEARSED.",
  notWithRows: ({ what, why }: ProblemText) => `Not with the rows: ${what} ${why}`,
  passed: ({ source, took }: Rehearsal) => {
    const seconds = took.reduce((sum: number, each) => sum + (each ?? 0), 0) / 1000;
    return `Rehearsed on ${SOURCES[source]}: it ends verified, in ${seconds.toFixed(1)} s.`;
  },
  failed: ({ source }: Rehearsal, step: string) =>
    `THE REHEARSAL FAILED on ${SOURCES[source]}, at: ${step}.`,
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
