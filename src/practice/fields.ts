/** Reads the fields of a scenario's file one by one, so that whatever is wrong is named. */
import { Problem } from "../core/problem.ts";

/** What a field has to be; src/text has the words. */
export type Expected =
  | "toml"
  | "file"
  | "table"
  | "text"
  | "texts"
  | "one_to_three_texts"
  | "short_text"
  | "states"
  | "one_of"
  | "rows"
  | "tables"
  | "one_action"
  | "true"
  | "path_inside"
  | "outcome"
  | "known_field";

/** What a file is called in messages, and where in it one is: `senior[2].write`. */
export interface Place {
  readonly path: string;
  readonly field: string;
}

export type Table = Readonly<Record<string, unknown>>;

/** @param more what some sentences need: the values to choose from, or the line of a TOML error */
export function wrong(
  { path, field }: Place,
  expected: Expected,
  more: Readonly<Record<string, string>> = {},
): Problem {
  return new Problem("bad_scenario", { path, field, expected, ...more });
}

export function within({ path, field }: Place, name: string): Place {
  return { path, field: field === "" ? name : `${field}.${name}` };
}

export function nth({ path, field }: Place, index: number): Place {
  return { path, field: `${field}[${index + 1}]` };
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param known every field that it may have: a misspelt one must not be passed over */
export function readTable(value: unknown, place: Place, known: readonly string[]): Table {
  if (!isTable(value)) throw wrong(place, "table");
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw wrong(within(place, name), "known_field", { known: known.join(", ") });
    }
  }
  return value;
}

export function readTables(value: unknown, place: Place): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(place, "tables");
  return value;
}

export function readText(value: unknown, place: Place): string {
  if (typeof value !== "string" || value.trim() === "") throw wrong(place, "text");
  return value.trim();
}

export function readOptionalText(value: unknown, place: Place): string | null {
  return value === undefined ? null : readText(value, place);
}

export function readTexts(
  value: unknown,
  place: Place,
  expected: Expected = "texts",
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > most) {
    throw wrong(place, expected);
  }
  return value.map((each, index) => readText(each, nth(place, index)));
}

export function readOneOf<T extends string>(value: unknown, place: Place, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw wrong(place, "one_of", { known: known.join(", ") });
  return found;
}
