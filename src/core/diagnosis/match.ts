/**
 * Which states of the chain equal the live schema.
 *
 * A state is a set of applied revisions that is closed under ancestors; parallel branches have
 * far too many of them to look at each. So nothing is enumerated that facts decide: of every
 * fact, the last applied revision that wrote it must have left it as it is now. What this says
 * of one revision says something of its ancestors and descendants, and so on until nothing
 * follows any more. Only revisions that are still open then, those without a trace, are tried
 * both ways.
 */
import type { Facts } from "../facts.ts";
import type { ChainIndex, Write } from "./chain-index.ts";

export interface Match {
  /** Sets of applied revisions whose schema equals the live one, smaller ones first. */
  readonly equal: readonly ReadonlySet<string>[];
  /** False when there are more than were looked at: then none of them is proven. */
  readonly complete: boolean;
}

/** So many states are told apart; parallel branches of data-only revisions may have more. */
export const MOST_STATES = 1_000;
const MOST_TRIALS = 20_000;

const OPEN = 0;
const APPLIED = 1;
const ABSENT = 2;

export interface Observed {
  /** Facts of the chain's own objects. */
  readonly live: Facts;
  /** What is there before the first revision. */
  readonly base: Facts;
  /** What is known of single revisions from elsewhere: whether they are applied. */
  readonly known: ReadonlyMap<string, boolean>;
  /** Keys of objects that may be there although no applied revision made them. */
  readonly leftovers: ReadonlySet<string>;
}

export function matchSchema(index: ChainIndex, observed: Observed): Match {
  const found: Uint8Array[] = [];
  const first = new Solver(index, observed, new Uint8Array(index.ids.length));
  const trials = first.begin() ? [first] : [];
  let tried = 0;
  for (let trial = trials.pop(); trial; trial = trials.pop()) {
    const open = trial.marks.indexOf(OPEN);
    if (open === -1) found.push(trial.marks);
    tried += 1;
    if (found.length > MOST_STATES || tried > MOST_TRIALS) break;
    if (open === -1) continue;
    for (const mark of [APPLIED, ABSENT]) {
      const next = new Solver(index, observed, trial.marks.slice());
      if (next.decide(open, mark)) trials.push(next);
    }
  }
  const equal = found.slice(0, MOST_STATES).map((marks) => appliedOf(index, marks));
  return {
    equal: equal.sort((one, other) => one.size - other.size),
    complete: found.length <= MOST_STATES && tried <= MOST_TRIALS,
  };
}

/** Marks of all revisions, and what follows from them. */
class Solver {
  readonly #index: ChainIndex;
  readonly #observed: Observed;
  readonly marks: Uint8Array;
  readonly #waiting: number[] = [];

  constructor(index: ChainIndex, observed: Observed, marks: Uint8Array) {
    this.#index = index;
    this.#observed = observed;
    this.marks = marks;
  }

  /** @returns false when no state fits */
  begin(): boolean {
    for (const [id, isApplied] of this.#observed.known) {
      const place = this.#index.placeOf.get(id);
      if (place !== undefined && !this.#mark(place, isApplied ? APPLIED : ABSENT)) return false;
    }
    for (const key of this.#index.writes.keys()) if (!this.#followFact(key)) return false;
    return this.#follow();
  }

  /** @returns false when no state fits in which the revision is so */
  decide(place: number, mark: number): boolean {
    return this.#mark(place, mark) && this.#follow();
  }

  #mark(place: number, mark: number): boolean {
    if (this.marks[place] === mark) return true;
    if (this.marks[place] !== OPEN) return false;
    this.marks[place] = mark;
    this.#waiting.push(place);
    return true;
  }

  #follow(): boolean {
    for (let place = this.#waiting.pop(); place !== undefined; place = this.#waiting.pop()) {
      const { parents, children, effects } = this.#index;
      const mark = this.marks[place] ?? OPEN;
      const related = mark === APPLIED ? parents[place] : children[place];
      for (const other of related ?? []) if (!this.#mark(other, mark)) return false;
      for (const { key } of effects[place] ?? []) if (!this.#followFact(key)) return false;
    }
    return true;
  }

  /** What the live value of one fact says of the revisions that wrote it. */
  #followFact(key: string): boolean {
    const writes = this.#index.writes.get(key) ?? [];
    let last = writes.length - 1;
    for (; last >= 0; last -= 1) {
      const write = writes[last];
      if (!write || this.marks[write.by] === ABSENT) continue;
      if (this.#agrees(key, write.after)) break;
      // If this one had run, the fact would be otherwise: nothing that could run came later.
      if (!this.#mark(write.by, ABSENT)) return false;
    }
    const write = writes[last];
    if (!write) return this.#agreesWithBase(key);
    if (this.marks[write.by] === APPLIED) return true;
    return this.#isExplainedBy(key, writes.slice(0, last)) || this.#mark(write.by, APPLIED);
  }

  /** Whether the fact could be as it is although only some of these writes happened. */
  #isExplainedBy(key: string, writes: readonly Write[]): boolean {
    for (const write of [...writes].reverse()) {
      const mark = this.marks[write.by];
      if (mark === ABSENT) continue;
      if (this.#agrees(key, write.after)) return true;
      if (mark === APPLIED) return false;
    }
    return this.#agreesWithBase(key);
  }

  /** Whether the fact could be as it is without any revision. */
  #agreesWithBase(key: string): boolean {
    const { live, base, leftovers } = this.#observed;
    return leftovers.has(key) || live.get(key) === base.get(key);
  }

  #agrees(key: string, after: string | null): boolean {
    const { live, leftovers } = this.#observed;
    return (live.get(key) ?? null) === after || (after === null && leftovers.has(key));
  }
}

function appliedOf({ ids }: ChainIndex, marks: Uint8Array): ReadonlySet<string> {
  return new Set(ids.filter((_, place) => marks[place] === APPLIED));
}
