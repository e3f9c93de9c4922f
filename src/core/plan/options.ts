/** Which paths fit this database, which one is recommended, and why the others are not. */
import type { Diagnosis, Heads } from "../diagnosis/types.ts";
import { type Facts, relationOf } from "../facts.ts";
import { chainKeys, hasBase, type Reference } from "../reference.ts";
import type { RevisionGraph } from "../revision-graph.ts";
import type { Snapshot } from "../snapshot.ts";
import { chainObjects, DROPPED_KINDS } from "./drop-objects.ts";
import { findReplay, type Replay } from "./replay.ts";
import type { PathName, PathOption, Refusal, RepairPath } from "./types.ts";

export interface Situation {
  readonly graph: RevisionGraph;
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

export function recommendedPath(situation: Situation): PathName {
  const { diagnosis } = situation;
  const { verdict } = diagnosis;
  if (verdict === "healthy") return "none";
  if (isStampHidden(diagnosis)) return "ask";
  if (verdict === "pending" || onlyBesideIt(diagnosis)) return "upgrade";
  if (refuseFresh(situation) === null) return "fresh";
  const proven = provenHeads(diagnosis);
  if (MENDED_BY_STAMPING.has(verdict) && proven !== null && proven.length > 0) return "adopt";
  if (verdict === "several_version_tables") return "ask";
  const replay = replayOf(situation);
  return replay && replay.leaves.length === 0 && replay.spoils.length === 0 ? "replay" : "ask";
}

/** The stamp is right and revisions are pending; what differs is beside what the chain made. */
function onlyBesideIt({ verdict, evidence, stamp, target, drift }: Diagnosis): boolean {
  return (
    verdict === "drift" &&
    evidence.candidates.some((heads) => sameHeads(heads, stamp ?? [])) &&
    !sameHeads(stamp ?? [], target) &&
    drift.every(({ change }) => change === "extra")
  );
}

function replayOf({ graph, diagnosis, reference, snapshot }: Situation): Replay | null {
  return findReplay(graph, diagnosis, reference, snapshot.facts);
}

function isStampHidden({ findings }: Pick<Diagnosis, "findings">): boolean {
  return findings.some(({ code }) => code === "stamp_hidden");
}

/** @returns why no path is recommended, where {@link recommendedPath} says `ask` */
export function whyAsked({
  verdict,
  evidence,
  elsewhere,
  findings,
}: Pick<Diagnosis, "verdict" | "evidence" | "elsewhere" | "findings">):
  | "ask_candidates"
  | "ask_tables"
  | "ask_elsewhere"
  | "ask_hidden"
  | "ask_unproven" {
  if (isStampHidden({ findings })) return "ask_hidden";
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
    option("replay", refuseReplay(situation)),
    option("reset", refuseReset(situation)),
  ];
  const shown = options.filter(
    ({ path, refusal }) =>
      path !== "replay" || refusal === null || refusal.reason === "would_not_fit",
  );
  return recommended === "upgrade" ? [option("upgrade", null), ...shown] : shown;
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

function refuseFresh({ diagnosis, reference, snapshot }: Situation): Refusal | null {
  const general = refuseAny(diagnosis);
  if (general) return general;
  const { present } = diagnosis;
  if (present.length > 0) return { reason: "has_tables", tables: objectNames(present) };
  if (diagnosis.elsewhere.length > 0) {
    return { reason: "tables_elsewhere", tables: diagnosis.elsewhere };
  }
  return refuseWholeRun(reference) ?? refuseWithoutBase(reference, snapshot.facts);
}

function refuseReplay(situation: Situation): Refusal | null {
  const general = refuseAny(situation.diagnosis);
  if (general) return general;
  const replay = replayOf(situation);
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

function refuseAdopt({ diagnosis }: Situation): Refusal | null {
  const general = refuseAny(diagnosis);
  if (general) return general;
  const candidates = adoptable(diagnosis);
  if (candidates.length === 0) return { reason: "not_proven" };
  if (candidates.every((heads) => heads.length === 0)) return { reason: "nothing_there" };
  return null;
}

function refuseReset({ diagnosis, snapshot, reference }: Situation): Refusal | null {
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
