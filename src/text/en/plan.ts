import type { ClearMethod, Refusal, RepairPath, StepPurpose } from "../../core/plan/types.ts";
import { join } from "../join.ts";
import { firstOf } from "./lists.ts";

const list = (names: readonly string[]) => firstOf(names, 4);

const refusals: { [R in Refusal["reason"]]: (refusal: Extract<Refusal, { reason: R }>) => string } =
  {
    stamp_not_right: () =>
      "An upgrade alone goes on from the stamp, and the stamp is not what the schema proves.",
    already_right: () => "The stamp is right; there is nothing to correct.",
    several_version_tables: (r) => `Several version tables: ${list(r.tables)}.`,
    has_tables: (r) => `The database is not empty: ${list(r.tables)}.`,
    ran_unseen: (r) =>
      `None of the chain's tables are there, but revisions have run: ${list(r.revisions)}.`,
    tables_elsewhere: (r) => `Not surely empty: ${list(r.tables)} in another schema.`,
    nothing_there: () => "The database has none of the chain's tables.",
    needs_baseline: () =>
      "The chain begins on tables that something else makes (restamp.baseline.sql); make these first.",
    nothing_missing: () => "No whole revision is missing behind those that ran.",
    would_not_fit: (r) =>
      `The missing revisions do not fit any more; later ones changed what they need: ${list(r.objects)}.`,
    not_proven: () => "The schema equals no revision, so no stamp is proven.",
    used_by_others: (r) =>
      `Tables outside the chain refer to its tables, or are part of them: ${list(r.links)}.`,
    fails_from_start: (r) =>
      join(
        `The revisions cannot be run from the beginning: ${r.revision ?? "one of them"} failed in an empty database.`,
        r.line,
      ),
  };

export const plan = {
  paths: {
    upgrade: { name: "Upgrade", what: "Run the revisions that are not applied yet." },
    fresh: { name: "3a  Empty database", what: "Clear the stamp, then run every revision." },
    adopt: {
      name: "3b  Populated database",
      what: "Stamp what the schema proves, then run the rest.",
    },
    replay: {
      name: "Only what is missing",
      what: "Run just the revisions that never ran, and keep the rest.",
    },
    reset: {
      name: "Automatic script",
      what: "DESTROYS DATA: drop what the chain made, then run every revision.",
    },
  } satisfies Record<RepairPath, { name: string; what: string }>,
  steps: {
    clear_stamp: "Clear the stamp",
    drop_version_table: "Drop the version table",
    downgrade_base: "Downgrade to base",
    stamp_proven: "Stamp what the schema proves",
    stamp_parent: "Stamp what the missing revision stands on",
    run_missing: "Run the missing revision",
    stamp_on: "Stamp all that has run",
    drop_leftover_types: "Drop unused types that stand in the way",
    widen_version_num: "Make room for the long revision ids",
    drop_chain_objects: "Drop everything that the chain made",
    upgrade: "Run the missing revisions",
    verify: "Verify on a new connection",
  } satisfies Record<StepPurpose, string>,
  clear: {
    stamp_base: {
      name: "alembic stamp base",
      what: "Alembic empties its version table. Recommended.",
    },
    drop_table: { name: "DROP TABLE", what: "Drop the version table; the upgrade makes it anew." },
    downgrade_base: { name: "alembic downgrade base", what: "Run every downgrade script." },
  } satisfies Record<ClearMethod, { name: string; what: string }>,
  downgradeFails: (revision: string) =>
    `Fails here: the downgrade of ${revision} meets objects that are not there.`,
  refusal: (refusal: Refusal): string =>
    (refusals[refusal.reason] as (refusal: Refusal) => string)(refusal),
  danger: { none: "reads only", writes: "writes", destroys: "DESTROYS DATA" },
  recommended: "recommended",
  reasons: {
    upgrade: "Stamp and schema agree, so the upgrade simply goes on from there.",
    fresh: "No table of the chain is there, so there is nothing to lose and all to create.",
    adopt: (heads: readonly string[]) =>
      `The schema equals revision ${heads.join(", ")} to the last object, so that is the true stamp.`,
    replay:
      "Revisions behind the newest one never ran. Running just these gives the schema that the chain would have by now.",
    ask_candidates:
      "No path is recommended: the schema fits several revisions. 3b lets you say which one it is.",
    ask_tables:
      "No path is recommended: there are several version tables. Say which schema is meant: --schema.",
    ask_elsewhere:
      "No path is recommended: tables of these names stand in another schema, so this may be the wrong search_path.",
    ask_hidden:
      "No path is recommended: this role may not read the version table, so what the stamp says is not known.",
    ask_leaves:
      'No path is recommended: "Only what is missing" (--path replay) would run the missing revisions, but some objects differ from the scripts even then. The plan names them; they have to be mended by hand.',
    ask_unproven:
      "No path is recommended: the schema equals no revision. restamp does not stamp what is not proven; mend the differing objects by hand, or ask whoever knows them.",
  },
  /** Where the written procedure says otherwise. */
  notTheWrittenOne: (written: string, proven: string) =>
    `The written procedure stamps ${written}. More than that has run here: from ${written} on, an upgrade would create what is there already, and fail. So the stamp is ${proven}.`,
  candidates: {
    why: "The schema is the same after each of these. They differ only in rows.",
    stampBase: "base (nothing applied)",
    runs: (ids: readonly string[], moving: readonly string[]) => {
      if (ids.length === 0) return "runs nothing";
      const rows = ids.filter((id) => moving.includes(id));
      const again = rows.length > 0 ? `; changes rows: ${list(rows)}` : "";
      return `then runs ${ids.join(", ")}${again}`;
    },
  },
};
