/** A scenario made of a way in which the operator's own chain can be broken. */
import { recommendedPath } from "../core/plan/options.ts";
import type { PathName } from "../core/plan/types.ts";
import { Problem } from "../core/problem.ts";
import type { Reference } from "../core/reference.ts";
import { withAncestors } from "../core/revision-graph.ts";
import { natureOfRevision } from "../core/row-moving.ts";
import type { Way } from "../practice/own-chain.ts";
import type { EndCheck, Scenario, SeniorAction } from "../practice/scenario.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import { textFor } from "../text/index.ts";

/** Told apart from those that come with restamp, in what is kept of them. */
const OWN = "own-";

export function scenarioName({ name }: Way): string {
  return OWN + name;
}

/** @returns what the scenario is called on the command line */
export function ownName({ name }: Scenario): string {
  return name.slice(OWN.length);
}

/** @returns what stands in the list: the rest is known once the chain is broken */
export function listedScenario(way: Way): Scenario {
  const [first] = way.attempts;
  if (first === undefined) throw new Problem("bug", { what: `${way.name} has no attempt` });
  return {
    name: scenarioName(way),
    states: [way.state],
    verdict: way.verdict,
    problem: null,
    path: "ask",
    breakage: first.breakage,
    senior: [],
    ends: "healthy",
    end: [],
    words: wordsOf(way, first.revision),
  };
}

/**
 * @param seen the database, once it is broken
 * @param rows by table, counted; null where that is not known
 */
export function brokenScenario(
  way: Way,
  attempt: Way["attempts"][number],
  seen: Diagnosed,
  rows: ReadonlyMap<string, number> | null,
): Scenario {
  const path = recommendedPath(seen);
  return {
    ...listedScenario(way),
    path,
    senior: [repairOf(way, path)],
    end: endChecks(rows, way, seen),
    words: wordsOf(way, attempt.revision),
  };
}

function wordsOf({ name }: Way, revision: string): Scenario["words"] {
  const of = (language: "en" | "ru") => textFor(language).ownChain[name](revision);
  return { en: of("en"), ru: of("ru") };
}

/** Where restamp asks, a senior knows what was there before it was broken. */
function repairOf({ truth }: Way, path: PathName): SeniorAction {
  return path === "ask" || path === "none"
    ? { kind: "repair", path: "adopt", stamp: truth.join(" ") }
    : { kind: "repair", path, stamp: null };
}

/** Every row has to be there still, unless a revision that has yet to run moves rows itself. */
function endChecks(
  rows: ReadonlyMap<string, number> | null,
  { truth, name }: Way,
  { graph, reference }: Diagnosed,
): readonly EndCheck[] {
  const applied = withAncestors(graph, truth);
  const hasRun = ({ id }: Reference["revisions"][number]) => name !== "hole" && applied.has(id);
  const movesRows = reference.revisions
    .filter((revision) => !hasRun(revision))
    .some((revision) => natureOfRevision(revision)?.changesData !== false);
  if (rows === null || movesRows) return [];
  return [...rows].map(([table, count]) => ({
    sql: `SELECT count(*) FROM ${table}`,
    gives: [[String(count)]],
  }));
}
