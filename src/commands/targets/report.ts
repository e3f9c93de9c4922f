/** One report of several targets: a table in words, one object as JSON, or annotations. */
import stringWidth from "string-width";
import { visible } from "../../core/display.ts";
import type { ExitCode } from "../../core/problem.ts";
import { placeName } from "../../core/url-hosts.ts";
import type { Text } from "../../text/index.ts";
import type { Console } from "../console.ts";
import { workflowCommand } from "../github/workflow-command.ts";
import type { OutputFormat } from "../output-format.ts";
import type { Outcome } from "./outcome.ts";
import type { Place, Target } from "./targets.ts";

export interface TargetOutcome {
  readonly target: Target;
  /** Null where it was not begun. */
  readonly outcome: Outcome | null;
}

export function printReport(
  all: readonly TargetOutcome[],
  exit: ExitCode,
  console: Console,
  format: OutputFormat,
): void {
  const { text, print } = console;
  if (format === "json") {
    console.printJson({ targets: all.map(targetJson), exit });
    return;
  }
  for (const each of all) {
    const lines = format === "github" ? annotationLines(each) : detailLines(each);
    for (const line of lines) print(line);
  }
  for (const line of tableLines(all, text)) print(line);
}

const placeOf = ({ target, outcome }: TargetOutcome): Place | null =>
  outcome?.place ?? target.place;

function targetJson(each: TargetOutcome) {
  const { target, outcome } = each;
  const place = placeOf(each);
  return {
    name: target.name,
    host: place?.host ?? null,
    port: place?.port ?? null,
    database: place?.database ?? null,
    schema: target.schema,
    exit: outcome?.exit ?? null,
    ...outcome?.json,
  };
}

function annotationLines({ target, outcome }: TargetOutcome): string[] {
  return (outcome?.annotations ?? []).map((each) =>
    workflowCommand({ ...each, title: `${target.name}: ${each.title}` }),
  );
}

/** Of a target where all is well the table says enough. */
function detailLines({ target, outcome }: TargetOutcome): string[] {
  if (!outcome || outcome.exit === 0) return [];
  const lines = outcome.details.map((line) => `  ${line}`);
  return [`${target.name}: ${outcome.said}`, ...lines, ""];
}

function tableLines(all: readonly TargetOutcome[], text: Text): string[] {
  const { columns, notBegun } = text.targets;
  const rows = all.map((each) => {
    const { target, outcome } = each;
    const place = placeOf(each);
    const database = place ? `${placeName(place.host, place.port)}/${place.database}` : "";
    const cells = [target.name, database, target.schema ?? "", `${outcome?.exit ?? "-"}`];
    return [...cells, outcome?.said ?? notBegun].map(visible);
  });
  const titles = [columns.target, columns.database, columns.schema, columns.exit, columns.result];
  // What says nothing, or nothing new, has no column.
  const shown = titles.flatMap((_, at) => {
    const isEmpty = rows.every((row) => row[at] === "");
    const isName = at > 0 && at < 3 && rows.every((row) => row[at] === row[0]);
    return isEmpty || isName ? [] : [at];
  });
  return columnsOf([titles, ...rows].map((row) => shown.map((at) => row[at] ?? "")));
}

/** The last column is as wide as it is. */
function columnsOf(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => stringWidth(row[at] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - stringWidth(cell)))
      .join("  ")
      .trimEnd(),
  );
}
