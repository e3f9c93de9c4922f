/**
 * Recognises why alembic failed, by the Python exception class on the last line of its
 * traceback, or the prefix of its own FAILED line. Seen in Alembic 1.8.1 to 1.20.1.
 */

type AlembicFailure =
  | "table_missing"
  | "object_exists"
  | "object_missing"
  | "unknown_revision"
  | "several_heads"
  | "overlapping"
  | "no_dialect"
  | "module_missing"
  | "cannot_connect"
  | "lock_timeout"
  | "permission_denied"
  | "scripts_broken"
  | "database_url_missing"
  | "other";

export interface ExplainedFailure {
  readonly failure: AlembicFailure;
  /** The line that says it, as alembic printed it; of a script that does not load also where. */
  readonly line: string;
}

const CLASSES: readonly (readonly [RegExp, AlembicFailure])[] = [
  [/^sqlalchemy\.exc\.NoSuchTableError\b/, "table_missing"],
  [/^sqlalchemy\.exc\.NoSuchModuleError\b/, "no_dialect"],
  [/^(?:ModuleNotFoundError|ImportError)\b/, "module_missing"],
  [/\bUndefined(?:Table|Column|Object|Function)(?:Error)?\b/, "object_missing"],
  [/\bDuplicate(?:Table|Column|Object|Function|Schema)(?:Error)?\b/, "object_exists"],
  [/\bLockNotAvailable(?:Error)?\b/, "lock_timeout"],
  [/\bInsufficientPrivilege(?:Error)?\b/, "permission_denied"],
  [/\(psycopg2?\.OperationalError\)|^psycopg2?\.OperationalError\b/, "cannot_connect"],
  [/\bConnectionRefusedError\b|^OSError: Multiple exceptions/, "cannot_connect"],
  [/\b(?:AdminShutdown|CannotConnectNow|ConnectionDoesNotExist)(?:Error)?\b/, "cannot_connect"],
  [/^(?:FAILED|alembic\.[\w.]+): Can't locate revision/, "unknown_revision"],
  [/^(?:FAILED|alembic\.[\w.]+): Multiple head revisions/, "several_heads"],
  [/^(?:FAILED|alembic\.[\w.]+): Requested revision .* overlaps/, "overlapping"],
  [
    /^(?:FAILED|alembic\.[\w.]+): .*(?:Cycle is detected|is not present|Can't find Python file)/,
    "scripts_broken",
  ],
  [/^(?:KeyError|NameError|SyntaxError|AttributeError)\b/, "scripts_broken"],
  [/DATABASE_URL is not set/, "database_url_missing"],
];

/** @param lines everything that alembic printed */
export function explainFailure(lines: readonly string[]): ExplainedFailure {
  for (const line of lines.toReversed()) {
    const said = line.replace(/^\s*(?:(?:ERROR|FATAL)\s+\[.*?\]\s*)?/, "");
    const [, failure] = CLASSES.find(([pattern]) => pattern.test(said)) ?? [];
    if (failure === undefined) continue;
    const place = failure === "scripts_broken" ? placeOf(lines) : null;
    return { failure, line: place === null ? line : `${line} (${place})` };
  }
  const thrown = lines.findLastIndex((line) => EXCEPTION.test(line));
  const line = lines[thrown] ?? lines.findLast(isTelling) ?? "";
  return { failure: "other", line: [line, ...fieldsAfter(lines, thrown)].join(" ") };
}

/**
 * Pydantic counts what is wrong with settings, and names each field on a line of its own; the
 * indented ones hold values, passwords among them.
 */
function fieldsAfter(lines: readonly string[], thrown: number): string[] {
  if (!/ValidationError: \d+ validation errors? for /.test(lines[thrown] ?? "")) return [];
  const fields = lines.slice(thrown + 1).filter((line) => /^\w[\w.]*$/.test(line));
  return fields.length === 0 ? [] : [`(${fields.slice(0, 5).join(", ")})`];
}

/** @returns file and line of the last frame of a traceback that is no library's */
function placeOf(lines: readonly string[]): string | null {
  for (const line of lines.toReversed()) {
    const [, path = "", at = ""] = /^ {2}File "([^"<]+)", line (\d+)/.exec(line) ?? [];
    if (path !== "" && !/\/(?:site|dist)-packages\/|\/lib\/python/.test(path)) {
      return `${path.split("/").at(-1)}, line ${at}`;
    }
  }
  return null;
}

/** The end of a traceback. A server's DETAIL and HINT come after it, and say less. */
const EXCEPTION = /^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit)\b.*: /;

/** SQLAlchemy ends its errors with a link, and with the statement and its values. */
function isTelling(line: string): boolean {
  return (
    line.trim() !== "" && !/^\s*(?:\(Background on this error|\[SQL:|\[parameters:)/.test(line)
  );
}
