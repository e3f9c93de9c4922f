/** Why a path cannot be taken on this database; null when it can. */
import type { Diagnosis, Heads } from "../diagnosis/types.ts";
import { type Facts, relationOf } from "../facts.ts";
import { chainKeys, hasBase, type Reference } from "../reference.ts";
import { chainObjects, DROPPED_KINDS } from "./drop-objects.ts";
import { findReplay } from "./replay.ts";
import type { Situation } from "./situation.ts";
import type { Refusal } from "./types.ts";

export function refuseFresh({ diagnosis, reference, snapshot }: Situation): Refusal | null {
  const general = refuseAny(diagnosis);
  if (general) return general;
  const { present } = diagnosis;
  if (present.length > 0) return { reason: "has_tables", tables: objectNames(present) };
  if (diagnosis.unseen.length > 0 && isProven(diagnosis)) {
    return { reason: "ran_unseen", revisions: diagnosis.unseen };
  }
  if (diagnosis.elsewhere.length > 0) {
    return { reason: "tables_elsewhere", tables: diagnosis.elsewhere };
  }
  return refuseWholeRun(reference) ?? refuseWithoutBase(reference, snapshot.facts);
}

/** Whether some revision has run for certain: where it is a guess, a person may choose that none has. */
function isProven({ evidence }: Diagnosis): boolean {
  return evidence.candidates.every((heads) => heads.length > 0);
}

export function refuseReplay(situation: Situation): Refusal | null {
  const general = refuseAny(situation.diagnosis);
  if (general) return general;
  const replay = findReplay(situation);
  if (replay === null) return { reason: "nothing_missing" };
  const objects = replay.spoils.map(({ key }) => key);
  return objects.length > 0 ? { reason: "would_not_fit", objects } : null;
}

/** Tables and views first, by name; whatever belongs to none of them after these. */
function objectNames(keys: readonly string[]): string[] {
  const relations = keys.map(relationOf).filter((relation) => relation !== null);
  const others = keys.filter((key) => relationOf(key) === null);
  return [...new Set([...relations.sort(), ...others.sort()])];
}

/** @param candidates the heads that could be stamped */
export function refuseAdopt(diagnosis: Diagnosis, candidates: readonly Heads[]): Refusal | null {
  const general = refuseAny(diagnosis);
  if (general) return general;
  if (candidates.length === 0) return { reason: "not_proven" };
  if (candidates.every((heads) => heads.length === 0)) return { reason: "nothing_there" };
  return null;
}

export function refuseReset({ diagnosis, snapshot, reference }: Situation): Refusal | null {
  if (diagnosis.verdict === "healthy") return { reason: "already_right" };
  if (diagnosis.versionTables.length > 1) return refuseAny(diagnosis);
  const keys = chainKeys(reference);
  if (DROPPED_KINDS.every((kind) => chainObjects(snapshot.facts, keys, kind).length === 0)) {
    return { reason: "nothing_there" };
  }
  if (reference.baseline !== null) return { reason: "needs_baseline" };
  const own = new Set(chainObjects(snapshot.facts, keys, "table"));
  const links = snapshot.tableLinks
    .filter((link) => own.has(link.references) && !own.has(link.table))
    // A partition would go with its table, without a word.
    .map(({ table, constraint }) => (constraint === null ? table : `${table}.${constraint}`));
  return links.length > 0 ? { reason: "used_by_others", links } : refuseWholeRun(reference);
}

/** A chain that begins on tables of others cannot begin without them, and cannot give them back. */
function refuseWithoutBase(reference: Reference, live: Facts): Refusal | null {
  return reference.baseline !== null && !hasBase(reference, live)
    ? { reason: "needs_baseline" }
    : null;
}

/** What failed in an empty shadow fails in an empty database, too. */
function refuseWholeRun({ stopped }: Reference): Refusal | null {
  if (stopped === null) return null;
  return { reason: "fails_from_start", revision: stopped.revision, line: stopped.line };
}

function refuseAny(diagnosis: Diagnosis): Refusal | null {
  if (diagnosis.verdict === "healthy" || diagnosis.verdict === "pending") {
    return { reason: "already_right" };
  }
  if (diagnosis.versionTables.length > 1) {
    const tables = diagnosis.versionTables.map((table) => `${table.schema}.${table.name}`);
    return { reason: "several_version_tables", tables };
  }
  return null;
}
