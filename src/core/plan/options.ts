/** Which paths fit this database, which one is recommended, and why the others are not. */
import type { Diagnosis, Heads } from "../diagnosis/types.ts";
import { relationOf } from "../facts.ts";
import { chainKeys, type Reference } from "../reference.ts";
import type { Snapshot } from "../snapshot.ts";
import { chainObjects, DROPPED_KINDS } from "./drop-objects.ts";
import type { PathName, PathOption, Refusal, RepairPath } from "./types.ts";

export interface Situation {
  readonly diagnosis: Diagnosis;
  readonly reference: Reference;
  readonly snapshot: Snapshot;
}

/** Verdicts that the schema answers by itself once it proves exactly one state. */
const MENDED_BY_STAMPING = new Set([
  "stamp_ahead",
  "stamp_behind",
  "unstamped",
  "unknown_stamp",
  "overlapping",
]);

export function recommendedPath({ diagnosis, snapshot, reference }: Situation): PathName {
  const { verdict } = diagnosis;
  if (verdict === "healthy") return "none";
  if (verdict === "pending") return "upgrade";
  if (refuseFresh({ diagnosis, snapshot, reference }) === null) return "fresh";
  const proven = provenHeads(diagnosis);
  if (MENDED_BY_STAMPING.has(verdict) && proven !== null && proven.length > 0) return "adopt";
  return "ask";
}

/** @returns why no path is recommended, where {@link recommendedPath} says `ask` */
export function whyAsked({
  verdict,
  evidence,
  elsewhere,
}: Diagnosis): "ask_candidates" | "ask_tables" | "ask_elsewhere" | "ask_unproven" {
  if (verdict === "several_version_tables") return "ask_tables";
  if (elsewhere.length > 0) return "ask_elsewhere";
  return evidence.candidates.length > 1 ? "ask_candidates" : "ask_unproven";
}

/** @returns one option per path, in the order of the written procedure. */
export function pathOptions(situation: Situation): PathOption[] {
  const recommended = recommendedPath(situation);
  const option = (
    path: RepairPath,
    refusal: Refusal | null,
    candidates: readonly Heads[] = [],
  ) => ({
    path,
    refusal,
    candidates,
    recommended: path === recommended,
  });
  const { diagnosis } = situation;
  const options = [
    option("fresh", refuseFresh(situation)),
    option("adopt", refuseAdopt(situation), adoptable(diagnosis)),
    option("reset", refuseReset(situation)),
  ];
  return diagnosis.verdict === "pending" ? [option("upgrade", null), ...options] : options;
}

/** @returns the one set of heads that the schema proves, or null when there is none or a choice. */
export function provenHeads({ evidence }: Diagnosis): Heads | null {
  return evidence.candidates.some((heads) => sameHeads(heads, evidence.heads)) &&
    (evidence.heads.length > 0 || evidence.candidates.length === 1)
    ? evidence.heads
    : null;
}

export function sameHeads(one: Heads, other: Heads): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

function adoptable(diagnosis: Diagnosis): readonly Heads[] {
  const proven = provenHeads(diagnosis);
  return proven ? [proven] : diagnosis.evidence.candidates;
}

function refuseFresh(situation: Situation): Refusal | null {
  const { diagnosis, snapshot, reference } = situation;
  const general = refuseAny(diagnosis, snapshot);
  if (general) return general;
  const keys = chainKeys(reference);
  const live = [...snapshot.facts.keys()].filter((key) => keys.has(key));
  if (live.length > 0) return { reason: "has_tables", tables: objectNames(live) };
  if (diagnosis.elsewhere.length > 0) {
    return { reason: "tables_elsewhere", tables: diagnosis.elsewhere };
  }
  return null;
}

/** Tables and views first, by name; whatever belongs to none of them after these. */
function objectNames(keys: readonly string[]): string[] {
  const relations = keys.map(relationOf).filter((relation) => relation !== null);
  const others = keys.filter((key) => relationOf(key) === null);
  return [...new Set([...relations.sort(), ...others.sort()])];
}

function refuseAdopt({ diagnosis, snapshot }: Situation): Refusal | null {
  const general = refuseAny(diagnosis, snapshot);
  if (general) return general;
  const candidates = adoptable(diagnosis);
  if (candidates.length === 0) return { reason: "not_proven" };
  if (candidates.every((heads) => heads.length === 0)) return { reason: "nothing_there" };
  return null;
}

function refuseReset({ diagnosis, snapshot, reference }: Situation): Refusal | null {
  if (diagnosis.verdict === "healthy") return { reason: "already_right" };
  if (snapshot.versionTables.length > 1) return refuseAny(diagnosis, snapshot);
  const keys = chainKeys(reference);
  if (DROPPED_KINDS.every((kind) => chainObjects(snapshot.facts, keys, kind).length === 0)) {
    return { reason: "nothing_there" };
  }
  const own = new Set(chainObjects(snapshot.facts, keys, "table"));
  const constraints = snapshot.foreignKeys
    .filter((key) => own.has(key.references) && !own.has(key.table))
    .map((key) => `${key.table}.${key.constraint}`);
  return constraints.length > 0 ? { reason: "used_by_others", constraints } : null;
}

function refuseAny(diagnosis: Diagnosis, snapshot: Snapshot): Refusal | null {
  if (diagnosis.verdict === "healthy" || diagnosis.verdict === "pending") {
    return { reason: "already_right" };
  }
  if (snapshot.versionTables.length > 1) {
    const tables = snapshot.versionTables.map((table) => `${table.schema}.${table.name}`);
    return { reason: "several_version_tables", tables };
  }
  return null;
}
