/** Which paths there are for this database, and which one is recommended. */
import type { Diagnosis, Heads } from "../diagnosis/types.ts";
import { refuseAdopt, refuseFresh, refuseReplay, refuseReset } from "./refusals.ts";
import { findReplay } from "./replay.ts";
import type { Situation } from "./situation.ts";
import type { PathName, PathOption, Refusal, RepairPath } from "./types.ts";

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
  if (diagnosis.unseen.length === 0 && refuseFresh(situation) === null) return "fresh";
  const proven = provenHeads(diagnosis);
  if (MENDED_BY_STAMPING.has(verdict) && proven !== null && proven.length > 0) return "adopt";
  if (verdict === "several_version_tables") return "ask";
  const replay = findReplay(situation);
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

function isStampHidden({ findings }: Pick<Diagnosis, "findings">): boolean {
  return findings.some(({ code }) => code === "stamp_hidden");
}

/** @returns why no path is recommended, where {@link recommendedPath} says `ask` */
export function whyAsked(
  situation: Situation,
):
  | "ask_candidates"
  | "ask_leaves"
  | "ask_tables"
  | "ask_elsewhere"
  | "ask_hidden"
  | "ask_unproven" {
  const { verdict, evidence, elsewhere } = situation.diagnosis;
  if (isStampHidden(situation.diagnosis)) return "ask_hidden";
  if (verdict === "several_version_tables") return "ask_tables";
  if (elsewhere.length > 0) return "ask_elsewhere";
  if (evidence.candidates.length > 1) return "ask_candidates";
  return refuseReplay(situation) === null ? "ask_leaves" : "ask_unproven";
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
  const candidates = adoptable(situation.diagnosis);
  const options = [
    option("fresh", refuseFresh(situation)),
    option("adopt", refuseAdopt(situation.diagnosis, candidates), candidates),
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
