/** What a question is, and how it is answered. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import type { PathName } from "../../core/plan/types.ts";

/** What a wrong answer would do: it is done in the sandbox, and taken back. */
export type Trial =
  | { readonly kind: "alembic"; readonly args: readonly string[] }
  | { readonly kind: "sql"; readonly statements: readonly string[] };

interface Option<Id extends string> {
  readonly id: Id;
  readonly isRight: boolean;
  /** Nothing to be tried where that would show nothing. */
  readonly trial: readonly Trial[];
}

interface Asked<Name extends string, Id extends string> {
  readonly name: Name;
  readonly options: readonly Option<Id>[];
}

/** `table` is the version table itself, read with SQL. */
export type CommandAnswer = "current" | "heads" | "history" | "stamp" | "table";
export type EmptyAnswer = "empty" | "stamp_only" | "others" | "filled";
/** Where the fault is that stops restamp before it has seen the database. */
export type CauseAnswer = "data" | "scripts" | "way" | "elsewhere";
/** Nobody gets to the paths with a healthy database, and nothing speaks for losing rows. */
export type WhyAnswer = Exclude<PathName, "none" | "reset">;

export type Question =
  | Asked<"cause", CauseAnswer>
  | Asked<"command", CommandAnswer>
  | Asked<"empty", EmptyAnswer>
  | Asked<"verdict", Verdict>
  | Asked<"path", PathName>
  | Asked<"why", WhyAnswer>;

export type QuestionName = Question["name"];

export const alembic = (...args: string[]): Trial => ({ kind: "alembic", args });

export const sql = (...statements: string[]): Trial => ({ kind: "sql", statements });

/** @returns what alembic takes for the end of the scripts */
export function headOf({ heads }: { readonly heads: readonly string[] }): string {
  return heads.length > 1 ? "heads" : "head";
}
