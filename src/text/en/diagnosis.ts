import type {
  Diagnosis,
  Finding,
  ListedFinding,
  RevisionVerdict,
  Verdict,
} from "../../core/diagnosis/types.ts";
import { visible } from "../../core/display.ts";
import { sameHeads } from "../../core/plan/options.ts";
import { firstOf } from "./lists.ts";
import { agree, counted } from "./numbers.ts";

const list = (ids: readonly string[]) => ids.map(visible).join(", ");
const says = ({ stamp }: Diagnosis) =>
  stamp?.length ? `The stamp says ${list(stamp)}` : "The stamp is empty";
const some = (names: readonly string[]) => firstOf(names.map(visible), 6);
const at = (ids: readonly string[]) =>
  ids.length === 0 ? "before the first revision" : `at ${list(ids)}`;

const closeness = ({ evidence }: Diagnosis) =>
  evidence.candidates.length > 0 ? "exactly" : "nearest to the one";

const listed: Record<ListedFinding, (f: { items: readonly string[] }) => string> = {
  invalid_index: (f) =>
    `Indexes that are INVALID, so that no query uses them: ${some(f.items)}. A CREATE INDEX CONCURRENTLY failed, and IF NOT EXISTS takes such an index for a good one. Drop it and create it again.`,
  leftover_types: (f) =>
    `Types that are older than their revision, and that nothing uses: ${some(f.items)}. A downgrade or a DROP TABLE left them; the revision that makes them would fail, so a repair drops them first.`,
  already_there: (f) =>
    `Older than the revision that makes them: ${some(f.items)}. They are left as they are; that revision fails unless it says IF NOT EXISTS.`,
  several_heads: (f) =>
    `The scripts end in ${f.items.length} heads: ${some(f.items)}. "alembic upgrade head" refuses that; restamp upgrades to all of them. Where one is wanted, "alembic merge heads" makes it.`,
  other_version_tables: (f) =>
    `Version tables of another chain: ${some(f.items)}. They are left alone.`,
  stamp_hidden: (f) =>
    `This role may not read ${some(f.items)}, so what the stamp says is not known. A repair needs that right: GRANT SELECT.`,
  tables_locked: (f) =>
    `Another session holds a lock on ${some(f.items)}, or waits for one, as a running migration does. What is so may change when it ends; an upgrade beside it would be one too many.`,
  rows_hidden: (f) =>
    `This role may not look into ${some(f.items)}; whether there are rows is not known.`,
  undecided: (f) =>
    `The schema cannot tell whether ${some(f.items)} ran: only rows would show it. A file evidence/<revision>.sql beside alembic.ini can answer that, where the rows show it.`,
  believed: (f) =>
    `${some(f.items)} changed nothing but rows. That they ran is known from the stamp alone.`,
  evidence_contradicts: (f) =>
    `The evidence files of ${some(f.items)} say what cannot be, given the schema. They were not heeded.`,
};

function finding(f: Finding): string {
  switch (f.code) {
    case "not_recorded":
      return `Nothing is known of ${some(f.items)}: the replay in the shadow database ended at ${f.failed ?? agree(f.items, "it", "one of them")}. It says: ${visible(f.line)}`;
    case "lost_revision": {
      const where =
        f.downRevisions.length > 0
          ? `after ${list(f.downRevisions)}`
          : "at the beginning of the chain";
      return `${some(f.items)} ${agree(f.items, "was", "were")} in ${f.path} (commit ${f.commit} of ${f.date}), ${where}. Bring the script back if it belongs to the chain; else go by the schema.`;
    }
    case "not_owned":
      return `This role may not alter ${some(f.items)}, owned by ${visible(f.owner)}. Revisions that touch ${agree(f.items, "it", "them")} fail. Run restamp as ${visible(f.owner)}, or have your role made a member: GRANT ${visible(f.owner)} TO your_role;`;
    case "version_num_short":
      return `${some(f.items)} ${agree(f.items, "is", "are")} longer than the ${f.length} characters that ${visible(f.table)}.version_num takes. A repair widens it to ${f.needed} first.`;
    default:
      return listed[f.code](f);
  }
}

/** Whether Alembic believes that nothing is left to run. */
const isFinished = ({ stamp, target }: Diagnosis) => sameHeads(stamp ?? [], target);

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
    "The migrations were never run here. If this is the database that you mean, an upgrade fills it; if not, look at the URL.",
  ],
  empty_stamped: (d) => [
    `${says(d)}, but not one of the chain's objects is there.`,
    isFinished(d)
      ? "For Alembic all has run here: an upgrade ends without an error, and creates nothing."
      : "Alembic will skip the revisions that create the tables, and an upgrade fails at the first one that needs them.",
  ],
  stamp_ahead: (d) => [
    `${says(d)}, but the schema is ${closeness(d)} ${at(d.evidence.heads)}.`,
    "The revisions in between never ran here, and Alembic believes that they did.",
  ],
  stamp_behind: (d) => [
    `${says(d)}, but the schema is already ${d.evidence.candidates.length > 0 ? "" : "nearest to the one "}${at(d.evidence.heads)}.`,
    "An upgrade would create what is there already, and fail.",
  ],
  unstamped: (d) => [
    d.versionTables.some((table) => table.hidden)
      ? "The chain's tables are there, and the stamp cannot be read."
      : "The chain's tables are there, but there is no stamp.",
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
    `The version table has ${counted(d.stamp?.length ?? 0, "row")}, and ${list(d.overlapping)} ${agree(d.overlapping, "is", "are")} contained in another one.`,
    "Alembic refuses to upgrade; only the newest row of a branch belongs there.",
  ],
  hole: (d) => [
    `${list(d.revisions.filter((r) => r.verdict === "absent").map((r) => r.id))} never ran, though later revisions did.`,
    "Neither an upgrade nor another stamp alone mends that: just those revisions have to run.",
  ],
  partial: (d) => [
    `Of ${list(d.revisions.filter((r) => r.verdict === "partial").map((r) => r.id))} some objects are there and some are not.`,
    `The schema is nearest to the one ${at(d.evidence.heads)}; the differing objects are listed below.`,
  ],
  drift: (d) => [
    `The stamp fits, but ${counted(d.drift.length, "object differs", "objects differ")} from what the scripts made.`,
    "Somebody changed the schema by hand; restamp shows it and leaves it alone.",
  ],
  ambiguous: (d) =>
    d.evidence.candidates.length > 1
      ? [
          `${says(d)}, and the schema fits ${d.evidence.candidates.length} revisions equally well.`,
          "They differ in rows alone, which the schema cannot show; a person has to say which one it is.",
        ]
      : [
          d.evidence.candidates.length === 1
            ? `${says(d)}; of the revisions that could be replayed the schema is exactly ${at(d.evidence.heads)}.`
            : `${says(d)}, and the revisions that could be replayed do not show whether that is so.`,
          "Later ones could not be replayed, and may have run or not; a person has to say which one it is.",
        ],
  several_version_tables: () => [
    "More than one table says which revision this is.",
    "Usually a search_path or a second application is behind it; restamp will not guess which one counts.",
  ],
};

export const titles: Record<Verdict, string> = {
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
  finding,
  schemas: {
    title: "Each version table seen alone, with the schema that it stands in:",
    row: (schema: string, stamp: readonly string[], title: string) =>
      `${visible(schema)}: ${stamp.length > 0 ? `stamped ${list(stamp)}` : "the stamp is empty"}. ${title}.`,
    next: "Name the one to work on with --schema.",
  },
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
