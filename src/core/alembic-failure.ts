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
  /** The line that says it, as alembic printed it. */
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
  [/\bOperationalError\b|\bConnectionRefusedError\b/, "cannot_connect"],
  [/^FAILED: Can't locate revision/, "unknown_revision"],
  [/^FAILED: Multiple head revisions/, "several_heads"],
  [/^FAILED: Requested revision .* overlaps/, "overlapping"],
  [/^FAILED: .*(?:Cycle is detected|is not present|Can't find Python file)/, "scripts_broken"],
  [/^(?:KeyError|NameError|SyntaxError|AttributeError)\b/, "scripts_broken"],
  [/DATABASE_URL is not set/, "database_url_missing"],
];

/** @param lines everything that alembic printed */
export function explainFailure(lines: readonly string[]): ExplainedFailure {
  for (const [pattern, failure] of CLASSES) {
    // SQLAlchemy prints the driver's error first and its own below; both may be wanted.
    const line = lines.findLast((each) =>
      pattern.test(each.replace(/^(?:ERROR|FATAL)\s+\[.*?\]\s*/, "")),
    );
    if (line !== undefined) return { failure, line };
  }
  return { failure: "other", line: lines.findLast((each) => each.trim() !== "") ?? "" };
}
