/**
 * Whatever stops restamp, as data: a code that selects the sentences (src/text), the details
 * that fill them, and the exit code. `kind` says who can mend it.
 */

export type ProblemKind = "operator" | "outside" | "bug";

/** Exit codes: docs/operators/en/command-line.md. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 129 | 130;

const PROBLEMS = {
  // the command line
  usage: ["operator", 2],
  unknown_revision_asked: ["operator", 2],
  unknown_scenario: ["operator", 2],
  practice_way_failed: ["operator", 2],
  practice_no_server: ["operator", 3],
  bad_scenario: ["operator", 2],
  needs_terminal: ["operator", 2],
  targets_file: ["operator", 2],
  settings_unknown: ["operator", 2],
  settings_invalid: ["operator", 2],
  settings_newer: ["operator", 3],
  // the project
  config_missing: ["operator", 3],
  config_unreadable: ["operator", 3],
  config_ambiguous: ["operator", 4],
  config_section_missing: ["operator", 3],
  several_databases: ["operator", 4],
  scripts_missing: ["operator", 3],
  script_unreadable: ["operator", 3],
  chain_duplicate: ["operator", 3],
  chain_missing_parent: ["operator", 3],
  chain_cycle: ["operator", 3],
  chain_empty: ["operator", 3],
  // the database URL
  url_missing: ["operator", 3],
  url_malformed: ["operator", 3],
  env_file_missing: ["operator", 3],
  // the server
  server_refused: ["outside", 3],
  server_not_ready: ["outside", 3],
  too_many_connections: ["outside", 3],
  server_unreachable: ["outside", 3],
  host_unknown: ["outside", 3],
  password_wrong: ["operator", 3],
  password_missing: ["operator", 3],
  login_refused: ["outside", 3],
  server_not_wanted: ["outside", 3],
  session_attrs: ["operator", 3],
  service_missing: ["operator", 3],
  tls_file: ["operator", 3],
  tls_mode: ["operator", 3],
  channel_not_bound: ["outside", 3],
  login_not_wanted: ["outside", 3],
  gss_only: ["operator", 3],
  via_failed: ["operator", 3],
  via_banner: ["operator", 3],
  via_silent: ["operator", 3],
  compose_missing: ["operator", 3],
  docker_missing: ["operator", 3],
  compose_unreadable: ["operator", 3],
  compose_service: ["operator", 4],
  database_missing: ["operator", 3],
  tls_failed: ["outside", 3],
  connection_lost: ["outside", 3],
  pooler: ["operator", 3],
  permission_denied: ["operator", 3],
  version_table_unreadable: ["operator", 3],
  server_read_only: ["outside", 3],
  cannot_create_tables: ["operator", 3],
  not_owner: ["operator", 3],
  server_error: ["outside", 3],
  lock_timeout: ["outside", 1],
  // alembic
  alembic_missing: ["operator", 3],
  alembic_failed: ["outside", 3],
  alembic_elsewhere: ["operator", 3],
  stamp_elsewhere: ["operator", 3],
  schema_not_followed: ["operator", 3],
  schema_missing: ["operator", 3],
  // the reference and its shadow
  reference_unreadable: ["operator", 3],
  shadow_unavailable: ["outside", 3],
  shadow_not_followed: ["operator", 3],
  shadow_not_empty: ["operator", 3],
  shadow_is_target: ["operator", 3],
  recording_failed: ["outside", 3],
  baseline_failed: ["operator", 3],
  recording_lost: ["operator", 3],
  // the run
  database_changed: ["outside", 1],
  session_running: ["outside", 1],
  stamp_half_way: ["operator", 1],
  session_stays: ["outside", 1],
  migration_running: ["outside", 1],
  step_failed: ["outside", 1],
  not_verified: ["outside", 1],
  silent_rollback: ["operator", 1],
  consent_missing: ["operator", 4],
  path_refused: ["operator", 4],
  choice_needed: ["operator", 4],
  rehearsal_impossible: ["outside", 4],
  rehearsal_failed: ["outside", 1],
  no_pg_dump: ["outside", 4],
  backup_no_room: ["outside", 4],
  backup_failed: ["outside", 4],
  backup_unproven: ["outside", 1],
  backup_gone: ["outside", 4],
  restore_failed: ["outside", 1],
  journal_unwritable: ["outside", 3],
  session_unknown: ["operator", 2],
  session_elsewhere: ["operator", 3],
  session_of_other_chain: ["operator", 3],
  undo_needs_backup: ["operator", 4],
  report_unwritable: ["outside", 1],
  interrupted: ["operator", 130],
  bug: ["bug", 1],
} as const satisfies Record<string, readonly [ProblemKind, ExitCode]>;

export type ProblemCode = keyof typeof PROBLEMS;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

export type ProblemDetails = Readonly<Record<string, string>>;

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = "Problem";
    this.code = code;
    this.details = details;
  }

  get kind(): ProblemKind {
    return PROBLEMS[this.code][0];
  }

  get exitCode(): ExitCode {
    return PROBLEMS[this.code][1];
  }
}

/** @returns the problem itself, or a bug of ours that wraps whatever was thrown instead. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Problem("bug", { what }, error);
}
