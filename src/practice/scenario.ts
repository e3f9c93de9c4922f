/** A scenario: a small file that says how a database is broken, what is true then, and how it is mended. */
import type { Breakage } from "../core/breakage.ts";
import type { Verdict } from "../core/diagnosis/types.ts";
import type { PathName, RepairPath } from "../core/plan/types.ts";
import type { ProblemCode } from "../core/problem.ts";
import type { Language } from "../text/index.ts";

/** What a senior takes: `mend` where something outside restamp has to be done first. */
export type ScenarioPath = PathName | "mend";

/** What a senior does, one after the other. */
export type SeniorAction =
  /** Several stamps have a blank between them. */
  | { readonly kind: "repair"; readonly path: RepairPath; readonly stamp: string | null }
  /** In the broken database, as the server's superuser. */
  | { readonly kind: "sql"; readonly sql: string }
  /** In the project's folder: arguments of alembic. */
  | { readonly kind: "alembic"; readonly command: string }
  /** Text of a file of the project; may hold `{password}` and the like. */
  | { readonly kind: "write"; readonly file: string; readonly text: string }
  /** As version control has it. */
  | { readonly kind: "restore"; readonly file: string }
  /** Ends the session that the scenario holds open. */
  | { readonly kind: "end_session" };

/** What has to be so on the repaired database. */
export interface EndCheck {
  readonly sql: string;
  /** Rows, each value as text. */
  readonly gives: readonly (readonly string[])[];
}

export interface ScenarioWords {
  readonly title: string;
  readonly story: string;
  /** What the trainee has been told. */
  readonly known: readonly string[];
  /** From vague to concrete. */
  readonly hints: readonly string[];
  /** What a senior would have done, and why. */
  readonly senior: string;
}

export interface Scenario {
  readonly name: string;
  /** Numbers of the states that a database gets into: docs/operators/en/states.md. */
  readonly states: readonly number[];
  /** What a diagnosis says; null where restamp stops before it has one. */
  readonly verdict: Verdict | null;
  /** What stops restamp: the diagnosis, or where there is a verdict a repair begun without any mending. */
  readonly problem: ProblemCode | null;
  readonly path: ScenarioPath;
  readonly breakage: Breakage;
  readonly senior: readonly SeniorAction[];
  /** What a diagnosis says in the end. */
  readonly ends: "healthy" | "pending";
  readonly end: readonly EndCheck[];
  readonly words: Readonly<Record<Language, ScenarioWords>>;
}

/** How long a title may be: it stands in one line of the menu. */
export const LONGEST_TITLE = 48;

/** How many states docs/operators/en/states.md names. */
export const STATES = 22;
