/** What came out of the cases, and the table that is printed. */

/**
 * right: the truth is the answer. among: it is one of the candidates, all with the same schema.
 * asks: nothing false is claimed, but the truth is not named either. blind: a candidate's schema
 * differs in something that restamp does not look at. wrong: something false is claimed.
 */
type Outcome = "right" | "among" | "asks" | "blind" | "wrong";

const OUTCOMES: readonly Outcome[] = ["right", "among", "asks", "blind", "wrong"];

export interface Judged {
  readonly outcome: Outcome;
  /** What restamp said, where that is not the truth. */
  readonly said: string;
}

export interface Case extends Judged {
  readonly kind: string;
  /** What is true, and how the database was made. */
  readonly how: string;
}

export interface Tally {
  add(kind: string, how: string, judged: Judged): void;
  /** A case that could not be made. */
  skip(kind: string, why: string): void;
  readonly cases: readonly Case[];
  readonly skipped: ReadonlyMap<string, number>;
}

export function openTally(onCase: (each: Case) => void): Tally {
  const cases: Case[] = [];
  const skipped = new Map<string, number>();
  return {
    cases,
    skipped,
    add: (kind, how, judged) => {
      const each = { kind, how, ...judged };
      cases.push(each);
      onCase(each);
    },
    skip: (kind, why) => {
      const what = `${kind}: ${why}`;
      skipped.set(what, (skipped.get(what) ?? 0) + 1);
    },
  };
}

/** @returns the lines of a table, a row per kind */
export function table({ cases }: Tally): string[] {
  const kinds = [...new Set(cases.map((each) => each.kind))];
  const count = (kind: string, outcome: Outcome) =>
    cases.filter((each) => each.kind === kind && each.outcome === outcome).length;
  const rows = kinds.map((kind) => [
    kind,
    String(cases.filter((each) => each.kind === kind).length),
    ...OUTCOMES.map((outcome) => String(count(kind, outcome))),
  ]);
  const [first = 0] = rows.map((row) => row[0]?.length ?? 0).sort((a, b) => b - a);
  return [["kind", "cases", ...OUTCOMES], ...rows].map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(first) : cell.padStart(7))).join(""),
  );
}
