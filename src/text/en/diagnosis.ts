import type { Diagnosis, RevisionVerdict, Verdict } from "../../core/diagnosis/types.ts";
import { visible } from "../../core/display.ts";

const list = (ids: readonly string[]) => (ids.length === 0 ? "none" : ids.map(visible).join(", "));
const at = (ids: readonly string[]) =>
  ids.length === 0 ? "before the first revision" : `at ${list(ids)}`;

/** Two sentences: what is so, and what it means. */
const sentences: Record<Verdict, (d: Diagnosis) => readonly [string, string]> = {
  healthy: (d) => [
    `Stamp and schema agree: the database is ${at(d.stamp ?? [])}, the head.`,
    "There is nothing to repair.",
  ],
  pending: (d) => [
    `Stamp and schema agree: the database is ${at(d.stamp ?? [])}.`,
    "It is merely behind its scripts; a plain upgrade brings it to the head.",
  ],
  empty: () => [
    "The database has no stamp and none of the chain's objects.",
    "Nothing is wrong with it: the migrations were never run.",
  ],
  empty_stamped: (d) => [
    `The stamp says ${list(d.stamp ?? [])}, but not one of the chain's objects is there.`,
    "Alembic will skip the revisions that would create the tables, so every upgrade fails.",
  ],
  stamp_ahead: (d) => [
    `The stamp says ${list(d.stamp ?? [])}, but the schema is exactly ${at(d.evidence.heads)}.`,
    "The revisions in between never ran here, and Alembic believes that they did.",
  ],
  stamp_behind: (d) => [
    `The stamp says ${list(d.stamp ?? [])}, but the schema is already ${at(d.evidence.heads)}.`,
    "An upgrade would create what is there already, and fail.",
  ],
  unstamped: (d) => [
    "The chain's tables are there, but there is no stamp.",
    d.evidence.candidates.length === 1
      ? `The schema is exactly ${at(d.evidence.heads)}.`
      : "An upgrade would start from the beginning, and fail on the first table.",
  ],
  unknown_stamp: (d) => [
    `The stamp ${list(d.unknownStamp)} is in none of the scripts; alembic refuses to work with it.`,
    d.evidence.candidates.length === 1
      ? `The schema itself is exactly ${at(d.evidence.heads)}.`
      : "The schema itself has to say where the database is.",
  ],
  overlapping: (d) => [
    `The version table has ${d.stamp?.length ?? 0} rows, and ${list(d.overlapping)} is contained in another one.`,
    "Alembic refuses to upgrade; only the newest row of a branch belongs there.",
  ],
  hole: (d) => [
    `${list(d.revisions.filter((r) => r.verdict === "absent").map((r) => r.id))} never ran, though later revisions did.`,
    "Neither an upgrade nor another stamp alone mends that; the differing objects are listed below.",
  ],
  partial: (d) => [
    `Of ${list(d.revisions.filter((r) => r.verdict === "partial").map((r) => r.id))} some objects are there and some are not.`,
    `The schema is nearest to ${list(d.evidence.heads)}; the differing objects are listed below.`,
  ],
  drift: (d) => [
    `The stamp fits, but ${d.drift.length} ${d.drift.length === 1 ? "object differs" : "objects differ"} from what the scripts made.`,
    "Somebody changed the schema by hand; restamp shows it and leaves it alone.",
  ],
  ambiguous: (d) => [
    `The stamp says ${list(d.stamp ?? [])}, and the schema fits ${d.evidence.candidates.length} revisions equally well.`,
    "They differ in rows alone, which the schema cannot show; a person has to say which one it is.",
  ],
  several_version_tables: () => [
    "More than one table says which revision this is.",
    "Usually a search_path or a second application is behind it; restamp will not guess which one counts.",
  ],
};

const titles: Record<Verdict, string> = {
  healthy: "Healthy",
  pending: "Behind its scripts",
  empty: "Empty, never migrated",
  empty_stamped: "Stamped, but empty",
  stamp_ahead: "Stamp ahead of the schema",
  stamp_behind: "Stamp behind the schema",
  unstamped: "Tables without a stamp",
  unknown_stamp: "Unknown stamp",
  overlapping: "Overlapping stamps",
  hole: "A revision is missing",
  partial: "A revision ran half-way",
  drift: "Changed by hand",
  ambiguous: "Several revisions fit",
  several_version_tables: "Several version tables",
};

const marks: Record<RevisionVerdict, string> = {
  applied: "applied",
  absent: "not there",
  partial: "half",
  no_trace: "data only",
};

export const diagnosis = {
  sentences,
  titles,
  marks,
  stampMark: "stamp",
  provenMark: "schema",
  bothMark: "both",
  fitsMark: "fits",
  elsewhere: (tables: readonly string[]) =>
    `Tables of these names stand in another schema: ${tables.join(", ")}. Is the search_path right?`,
  unmanaged: (count: number) =>
    count === 1
      ? "1 table does not belong to the chain; it is left alone."
      : `${count} tables do not belong to the chain; they are left alone.`,
  difference: {
    missing: (object: string) => `missing  ${object}`,
    extra: (object: string) => `extra    ${object}`,
    changed: (object: string) => `changed  ${object}`,
  },
  expected: (value: string) => `expected: ${value}`,
  actual: (value: string) => `is:       ${value}`,
  more: (count: number) => `… and ${count} more`,
};
