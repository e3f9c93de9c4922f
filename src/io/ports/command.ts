/** One command or statement that was run, as it was run, and what came back. */
export interface LogEntry {
  readonly kind: "command" | "sql";
  readonly text: string;
  readonly output: readonly string[];
  /** How many rows a statement gave; null for anything else. */
  readonly rows: number | null;
  /** Milliseconds. */
  readonly took: number;
  readonly failed: boolean;
}

export type CommandLog = (entry: LogEntry) => void;

/** What a command gave that has ended. */
export interface CommandResult {
  /** The command as the operator would type it. */
  readonly shown: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Its standard output, made safe to draw. */
  readonly output: readonly string[];
  /** Output and errors in the order in which they came, made safe to draw. */
  readonly lines: readonly string[];
  readonly took: number;
}
