import { describe, expect, test } from "vitest";
import { asProblem, type ExitCode, Problem, type ProblemCode } from "../../src/core/problem.ts";

/** What the exit codes of the command line mean. */
const EXITS: readonly (readonly [ExitCode, string, readonly ProblemCode[]])[] = [
  [
    1,
    "the repair did not reach a verified end",
    ["database_changed", "session_running", "step_failed", "not_verified", "lock_timeout"],
  ],
  [
    2,
    "the command line is wrong",
    [
      "usage",
      "unknown_revision_asked",
      "unknown_scenario",
      "practice_way_failed",
      "needs_terminal",
    ],
  ],
  [
    3,
    "it cannot reach or read the project",
    [
      "config_missing",
      "config_unreadable",
      "config_section_missing",
      "scripts_missing",
      "script_unreadable",
      "chain_duplicate",
      "chain_missing_parent",
      "chain_cycle",
      "chain_empty",
    ],
  ],
  [
    3,
    "it cannot reach or read the database",
    [
      "url_missing",
      "url_malformed",
      "env_file_missing",
      "server_refused",
      "server_not_ready",
      "too_many_connections",
      "server_unreachable",
      "host_unknown",
      "password_wrong",
      "password_missing",
      "login_refused",
      "database_missing",
      "tls_failed",
      "connection_lost",
      "version_table_unreadable",
    ],
  ],
  [3, "a privilege is missing", ["permission_denied", "cannot_create_tables"]],
  [
    3,
    "it cannot reach or read alembic or the reference",
    [
      "alembic_missing",
      "alembic_failed",
      "alembic_elsewhere",
      "reference_unreadable",
      "shadow_unavailable",
      "shadow_not_followed",
      "recording_failed",
    ],
  ],
  [
    4,
    "a person has to choose or to consent",
    ["config_ambiguous", "choice_needed", "consent_missing", "path_refused"],
  ],
  [130, "it was interrupted", ["interrupted"]],
];

const cases = EXITS.flatMap(([exit, why, codes]) => codes.map((code) => ({ exit, why, code })));

describe("a problem", () => {
  test.each(cases)("of the code $code exits with $exit: $why", ({ exit, code }) => {
    expect(new Problem(code).exitCode).toBe(exit);
  });

  test("keeps its details and its cause", () => {
    const cause = new Error("ECONNREFUSED");
    const problem = new Problem("server_refused", { host: "db" }, cause);
    expect(problem).toBeInstanceOf(Error);
    expect(problem).toMatchObject({ code: "server_refused", details: { host: "db" }, cause });
    expect(problem.kind).toBe("outside");
  });

  test("says who can mend it", () => {
    expect(new Problem("password_wrong").kind).toBe("operator");
    expect(new Problem("connection_lost").kind).toBe("outside");
    expect(new Problem("bug").kind).toBe("bug");
  });
});

describe("whatever was thrown", () => {
  test("is the problem itself where it is one", () => {
    const problem = new Problem("usage");
    expect(asProblem(problem)).toBe(problem);
  });

  test.each([
    [new TypeError("x is not a function"), "TypeError: x is not a function"],
    ["a text", "a text"],
    [undefined, "undefined"],
    [null, "null"],
  ])("is a bug of ours otherwise, and exits with 1: %s", (thrown, what) => {
    const problem = asProblem(thrown);
    expect(problem).toMatchObject({ code: "bug", kind: "bug", exitCode: 1, details: { what } });
    expect(problem.cause).toBe(thrown);
  });
});
