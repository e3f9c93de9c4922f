/** The ways in which any chain can be broken for a practice, and which of them suit a given one. Pure. */
import type { Breakage } from "../core/breakage.ts";
import type { Verdict } from "../core/diagnosis/types.ts";
import { isEmptyDelta } from "../core/facts.ts";
import { dropVersionTable, putBackRows } from "../core/plan/steps.ts";
import type { Reference } from "../core/reference.ts";
import { parentsOf, type RevisionGraph, withAncestors } from "../core/revision-graph.ts";
import { SAMPLE_ROWS_SQL } from "./sample-rows.ts";

export type WayName =
  | "stamp-ahead-empty"
  | "stamp-ahead"
  | "stamp-behind"
  | "unstamped"
  | "hole"
  | "unknown-stamp";

interface Attempt {
  readonly breakage: Breakage;
  /** The revision that the story names: where schema or stamp stands, or which one is missing. */
  readonly revision: string;
}

/** One way to break a chain. */
export interface Way {
  readonly name: WayName;
  /** Its number among the states of docs/operators. */
  readonly state: number;
  /** To be tried in turn until one gives the verdict: later revisions may need what one leaves out. */
  readonly attempts: readonly Attempt[];
  readonly verdict: Verdict;
  /** What the version table should say of the schema, as long as nothing is repaired. */
  readonly truth: readonly string[];
}

/** No script is called so. */
const NOBODYS_REVISION = "0ddba11c0de5";

/** How many revisions are tried as the missing one. */
const MOST_HOLES = 4;

/**
 * @param reference of the whole chain
 * @returns the ways that can be told apart on this chain, in the order in which a newcomer plays them
 */
export function waysToBreak(graph: RevisionGraph, reference: Reference): readonly Way[] {
  const { versionTable } = reference;
  const { heads } = graph;
  const newest = heads.slice(0, 1);
  const middle = cutsOf(graph, reference).slice(0, 1);
  const attempts = (revisions: readonly string[], breakage: (id: string) => Partial<Breakage>) =>
    revisions.map((revision) => ({
      revision,
      breakage: { ...NOTHING, ...breakage(revision) },
    }));
  const complete = { upgradeTo: "heads", sql: SAMPLE_ROWS_SQL };
  const then = (sql: string) => ({ ...complete, sql: `${SAMPLE_ROWS_SQL};\n${sql}` });
  const all: readonly Way[] = [
    {
      name: "stamp-ahead-empty",
      state: 2,
      verdict: "empty_stamped",
      truth: [],
      attempts: attempts(newest, () => ({ alembic: ["stamp heads"] })),
    },
    {
      name: "stamp-ahead",
      state: 1,
      verdict: "stamp_ahead",
      truth: middle,
      attempts: attempts(middle, (id) => ({
        ...complete,
        upgradeTo: id,
        alembic: ["stamp --purge heads"],
      })),
    },
    {
      name: "stamp-behind",
      state: 3,
      verdict: "stamp_behind",
      truth: heads,
      attempts: attempts(middle, (id) => ({ ...complete, alembic: [`stamp --purge ${id}`] })),
    },
    {
      name: "unstamped",
      state: 4,
      verdict: "unstamped",
      truth: heads,
      attempts: attempts(newest, () => then(dropVersionTable(versionTable))),
    },
    {
      name: "hole",
      state: 5,
      verdict: "hole",
      truth: heads,
      attempts: attempts(holesOf(graph, reference), (id) => ({
        ...complete,
        upgradeTo: parentOf(graph, id),
        alembic: [`stamp ${id}`, "upgrade heads"],
      })),
    },
    {
      name: "unknown-stamp",
      state: 6,
      verdict: "unknown_stamp",
      truth: heads,
      attempts: attempts(newest, () =>
        then(putBackRows({ ...versionTable, rows: [NOBODYS_REVISION] }).join(";\n")),
      ),
    },
  ];
  return all.filter((way) => way.attempts.length > 0);
}

const NOTHING: Breakage = {
  serverSql: "",
  owner: null,
  upgradeTo: null,
  sql: "",
  files: {},
  alembic: [],
  session: null,
  databaseUrl: null,
};

/** Revisions that leave a trace: the schema tells whether they ran. */
function tracesOf({ revisions }: Reference): ReadonlySet<string> {
  return new Set(revisions.filter((each) => !isEmptyDelta(each)).map(({ id }) => id));
}

/** Where a schema can stand so that it proves it: the nearest to the middle first. */
function cutsOf(graph: RevisionGraph, reference: Reference): string[] {
  const traces = tracesOf(reference);
  const middle = (graph.order.length - 1) / 2;
  const distance = new Map(graph.order.map(({ id }, at) => [id, Math.abs(at - middle)]));
  const isCut = (id: string) => {
    const applied = withAncestors(graph, [id]);
    const next = graph.order.filter(
      (each) => !applied.has(each.id) && parentsOf(each).every((parent) => applied.has(parent)),
    );
    return traces.has(id) && next.length > 0 && next.every((each) => traces.has(each.id));
  };
  return [...distance.keys()]
    .filter(isCut)
    .sort((one, other) => (distance.get(one) ?? 0) - (distance.get(other) ?? 0));
}

/** Revisions behind which others ran, the latest first: fewer need what it would have made. */
function holesOf(graph: RevisionGraph, reference: Reference): string[] {
  const traces = tracesOf(reference);
  const isFollowed = (id: string) =>
    graph.order.some((other) => traces.has(other.id) && parentsOf(other).includes(id));
  return graph.order
    .map(({ id }) => id)
    .filter((id) => traces.has(id) && parentOf(graph, id) !== null && isFollowed(id))
    .reverse()
    .slice(0, MOST_HOLES);
}

/** @returns the one revision that it stands on; null where there is none, or more than one */
function parentOf({ byId }: RevisionGraph, id: string): string | null {
  const revision = byId.get(id);
  const [parent, other] = revision ? parentsOf(revision) : [];
  return parent === undefined || other !== undefined ? null : parent;
}
