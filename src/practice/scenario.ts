/** A scenario: a small file that says how a database is broken. */

export interface Scenario {
  readonly name: string;
  /** How far the migrations really run, or null for none at all. */
  readonly migrateTo: string | null;
  /** SQL after that: rows, and whatever breaks the database. */
  readonly breakWith: readonly string[];
}
