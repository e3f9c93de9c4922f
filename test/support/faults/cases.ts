/** What can happen at each step, and what has to come of it: the columns of the table in the docs. */
import type { Verdict } from "../../../src/core/diagnosis/types.ts";
import { type Kind, type Path, ROWS, type Row } from "./rows.ts";

/** Before the step does anything; when all of it is done but its commit; when it is committed. */
export type When = "before it" | "before its commit" | "after it";

/** How the run ends. One that is refused has begun no step. */
type Ending = "killed" | "failed" | "refused" | "verified";

/**
 * How far the database is then: as at first; as before the step, or after it; or at the plan's end.
 * A failed step of `replay` leaves the version table as at first, where restamp still can do that.
 */
type Place = "start" | "before" | "taken back" | "after" | "end" | "changed";

type Outcome = readonly [Ending, ...Place[]];
/** By the kind of a step; what one step alone is tried with, by its path and its name. */
type Outcomes = Partial<Record<Kind | `${Path["name"]} ${string}`, Partial<Record<When, Outcome>>>>;

const FAILED: Outcome = ["failed", "taken back"];
const LOST: Outcome = ["failed", "before"];
const VERIFIED: Outcome = ["verified", "end"];
const REFUSED: Outcome = ["refused", "start"];

/** For `put_back` the plan has failed before. */
const GOES_ON: Outcome = ["failed", "after"];

/** restamp connects anew to put the version table back, and may be faster than the server. */
const RECOVERING: Outcome = ["failed", "taken back", "before"];

const CRASHED: Outcomes = {
  rehearsal: { "before it": VERIFIED },
  backup: { "before it": REFUSED },
  stamp: { "before its commit": RECOVERING },
  upgrade: { "before its commit": RECOVERING },
  sql: { "before its commit": LOST, "after it": ["failed", "after"] },
  put_back: { "before its commit": LOST, "after it": ["failed", "after"] },
  verify: { "before it": VERIFIED },
};

const AT_EACH: Outcomes = {
  stamp: { "before it": VERIFIED },
  upgrade: { "before it": VERIFIED },
  sql: { "before it": VERIFIED },
  put_back: { "before it": GOES_ON },
  verify: { "before it": VERIFIED },
};

export const FAULTS = {
  "restamp is killed": {
    rehearsal: { "before it": ["killed", "start"], "before its commit": ["killed", "start"] },
    backup: { "before it": ["killed", "start"], "after it": ["killed", "start"] },
    // alembic goes on.
    stamp: { "after it": ["killed", "after"] },
    "adopt stamp_proven": { "before it": ["killed", "after"] },
    upgrade: { "after it": ["killed", "after"] },
    "adopt upgrade": { "before it": ["killed", "after"] },
    "replay run_missing": { "before it": ["killed", "after"] },
    sql: { "before its commit": ["killed", "before"], "after it": ["killed", "after"] },
    put_back: { "before its commit": ["killed", "before"], "after it": ["killed", "after"] },
    verify: { "before it": ["killed", "end"] },
  },
  "restamp and alembic are killed": {
    stamp: { "before its commit": ["killed", "before"] },
    "adopt stamp_proven": { "before it": ["killed", "before"] },
    upgrade: { "before its commit": ["killed", "before"] },
    "adopt upgrade": { "before it": ["killed", "before"] },
    "replay run_missing": { "before it": ["killed", "before"] },
  },
  "alembic is killed": {
    rehearsal: { "before its commit": REFUSED },
    stamp: { "before its commit": FAILED },
    "adopt stamp_proven": { "before it": FAILED },
    upgrade: { "before its commit": FAILED },
    "adopt upgrade": { "before it": FAILED },
    verify: { "before it": ["failed", "end"] },
  },
  "alembic fails": {
    stamp: { "before it": FAILED },
    upgrade: { "before it": FAILED },
  },
  "the server crashes": {
    ...CRASHED,
    "adopt upgrade": { "before it": VERIFIED, "after it": VERIFIED },
  },
  "every connection is cut": {
    ...CRASHED,
    // alembic connects anew, and so does the verification, and restamp to put the version table back.
    stamp: { "before its commit": FAILED },
    upgrade: { "before its commit": FAILED },
    "adopt stamp_proven": { "before it": VERIFIED, "after it": VERIFIED },
    "adopt upgrade": { "before it": VERIFIED, "after it": VERIFIED },
    "replay run_missing": { "before it": VERIFIED, "after it": VERIFIED },
  },
  "a lock is held": {
    rehearsal: { "before it": REFUSED },
    backup: { "before it": REFUSED },
    stamp: { "before it": LOST },
    upgrade: { "before it": LOST },
    sql: { "before it": LOST },
    put_back: { "before it": LOST },
    verify: { "before it": ["failed", "end"] },
  },
  "another upgrade runs": {
    // What it has done is not in the plan.
    rehearsal: { "before it": ["refused", "end"] },
    backup: { "before it": ["refused", "end"] },
    stamp: { "before it": VERIFIED },
    "adopt stamp_proven": { "before its commit": VERIFIED },
    upgrade: { "before it": VERIFIED, "before its commit": VERIFIED },
    sql: { "before its commit": VERIFIED },
    put_back: { "before its commit": GOES_ON },
    verify: { "before it": VERIFIED },
  },
  "a second restamp starts": {
    // The rehearsal holds no lock: whoever comes first repairs, and the other is refused.
    rehearsal: { "before its commit": ["refused", "end"] },
    backup: { "before it": VERIFIED },
    ...AT_EACH,
  },
  "the schema changes": {
    rehearsal: { "before its commit": ["refused", "changed"] },
    review: { "after it": ["refused", "changed"] },
    backup: { "before it": ["refused", "changed"] },
  },
  "the backup's disk is full": {
    backup: { "before it": REFUSED },
  },
  "the terminal is closed": {
    // Its other screens: test/e2e/lost-terminal.test.ts.
    "adopt review": { "after it": REFUSED },
    rehearsal: { "before its commit": REFUSED },
    backup: { "before it": VERIFIED },
    ...AT_EACH,
  },
} as const satisfies Record<string, Outcomes>;

export type Fault = keyof typeof FAULTS;

export interface Case {
  readonly row: Row;
  readonly fault: Fault;
  readonly when: When;
  readonly ending: Ending;
  /** Each of them would be right. */
  readonly verdicts: readonly Verdict[];
}

function verdictAt(
  { path: { verdicts, change }, at: before, done: after, takenBack }: Row,
  place: Place,
): Verdict {
  if (place === "changed") return change?.verdict as Verdict;
  const end = verdicts.length - 1;
  const places = { start: 0, before, "taken back": takenBack, after, end };
  return verdicts[places[place]] as Verdict;
}

export function casesOf(fault: Fault): Case[] {
  const outcomes: Outcomes = FAULTS[fault];
  return ROWS.flatMap((row) =>
    Object.entries({
      ...outcomes[row.kind],
      ...outcomes[`${row.path.name} ${row.step}`],
    }).map(([when, [ending, ...places]]) => ({
      row,
      fault,
      when: when as When,
      ending,
      verdicts: places.map((place) => verdictAt(row, place)),
    })),
  );
}
