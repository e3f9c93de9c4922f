/** What was measured, as a table. */

export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  /** The least and the greatest of several. */
  readonly range?: readonly [number, number];
  /** What the value was made of, or its unit. */
  readonly figures: string;
}

export function isWithin({ value, limit }: Measure): boolean {
  return value <= limit;
}

export function table(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => [
    measure.name,
    number(measure.value),
    `at most ${measure.limit}`,
    isWithin(measure) ? "ok" : "TOO MUCH",
    measure.range ? `${measure.range.map(number).join(" to ")}` : "",
    measure.figures,
  ]);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const number = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
