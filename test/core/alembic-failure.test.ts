import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/core/alembic-failure.ts";
import { isTraceback } from "../../src/core/alembic-output.ts";

type Failure = ReturnType<typeof explainFailure>["failure"];

const STARTED = `INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.
INFO  [alembic.runtime.migration] Will assume transactional DDL.
INFO  [alembic.runtime.migration] Running upgrade c7a3d9e12f8b -> d1e2f3a4b5c6, Add photo_url to users`;

/** What a failing statement prints: the driver's error, then SQLAlchemy's own. */
function traceback(driverLine: string, sqlalchemyLine: string, sql: string): string {
  return `${STARTED}
Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 1967, in _exec_single_context
    self.dialect.do_execute(
  File "/venv/lib/python3.11/site-packages/sqlalchemy/engine/default.py", line 952, in do_execute
    cursor.execute(statement, parameters)
${driverLine}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/venv/bin/alembic", line 8, in <module>
    sys.exit(main())
  File "/app/versions/d1e2f3a4b5c6_add_photo_url_to_users.py", line 22, in upgrade
    op.add_column("users", sa.Column("photo_url", sa.String(2048)))
${sqlalchemyLine}

[SQL: ${sql}]
(Background on this error at: https://sqlalche.me/e/20/f405)`;
}

function psycopg(version: "psycopg2" | "psycopg", name: string, error: string, words: string) {
  return traceback(
    `${version}.errors.${name}: ${words}`,
    `sqlalchemy.exc.${error}: (${version}.errors.${name}) ${words}`,
    "ALTER TABLE users ADD COLUMN photo_url VARCHAR(2048)",
  );
}

function asyncpg(name: string, error: string, words: string) {
  const adapted = "sqlalchemy.dialects.postgresql.asyncpg";
  return traceback(
    `asyncpg.exceptions.${name}: ${words}`,
    `sqlalchemy.exc.${error}: (${adapted}.${error}) <class 'asyncpg.exceptions.${name}'>: ${words}`,
    "ALTER TABLE users ADD COLUMN photo_url VARCHAR(2048)",
  );
}

const explain = (output: string) => explainFailure(output.split("\n"));

/** Name in psycopg's modules; asyncpg adds "Error". */
const BY_NAME: readonly (readonly [string, string, Failure])[] = [
  ["UndefinedTable", "ProgrammingError", "object_missing"],
  ["UndefinedColumn", "ProgrammingError", "object_missing"],
  ["UndefinedObject", "ProgrammingError", "object_missing"],
  ["UndefinedFunction", "ProgrammingError", "object_missing"],
  ["DuplicateTable", "ProgrammingError", "object_exists"],
  ["DuplicateColumn", "ProgrammingError", "object_exists"],
  ["DuplicateObject", "ProgrammingError", "object_exists"],
  ["InsufficientPrivilege", "ProgrammingError", "permission_denied"],
  ["LockNotAvailable", "OperationalError", "lock_timeout"],
];

describe("a failing statement", () => {
  test.each(BY_NAME)("is explained through psycopg2: %s", (name, error, failure) => {
    const explained = explain(psycopg("psycopg2", name, error, 'relation "users" …'));
    expect(explained.failure).toBe(failure);
    expect(explained.line).toContain(`(psycopg2.errors.${name})`);
  });

  test.each(BY_NAME)("is explained through psycopg: %s", (name, error, failure) => {
    const explained = explain(psycopg("psycopg", name, error, 'relation "users" …'));
    expect(explained.failure).toBe(failure);
    expect(explained.line).toContain(`(psycopg.errors.${name})`);
  });

  test.each(BY_NAME)("is explained through asyncpg: %s", (name, error, failure) => {
    const explained = explain(asyncpg(`${name}Error`, error, 'relation "users" …'));
    expect(explained.failure).toBe(failure);
    expect(explained.line).toContain(`<class 'asyncpg.exceptions.${name}Error'>`);
  });

  test("is explained by its class, for servers speak other languages", () => {
    const words = "ОШИБКА:  отношение «users» не существует";
    const { failure, line } = explain(
      psycopg("psycopg2", "UndefinedTable", "ProgrammingError", words),
    );
    expect(failure).toBe("object_missing");
    expect(line).toContain(words);
  });
});

describe("a failure of alembic's own", () => {
  const cannotLocate = "Can't locate revision identified by 'deadbeef0000'";
  const severalHeads =
    "Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads";
  const overlaps =
    "Requested revision 9044ba1e3377 overlaps with other requested revisions c7a3d9e12f8b";

  test.each([
    [cannotLocate, "unknown_revision"],
    [severalHeads, "several_heads"],
    [overlaps, "overlapping"],
    ["Cycle is detected in revisions (a1, b1)", "scripts_broken"],
    ["Can't find Python file 'versions/a1.py'", "scripts_broken"],
  ])("is explained by its own line: %s", (words, failure) => {
    const output = `ERROR [alembic.util.messaging] ${words}\n  FAILED: ${words}`.replace(
      "  FAILED",
      "FAILED",
    );
    expect(explain(output)).toEqual({ failure, line: `FAILED: ${words}` });
  });

  test("that has no class of ours is told by its last line", () => {
    const output = `${STARTED}\nFAILED: Target database is not up to date.\n\n`;
    expect(explain(output)).toEqual({
      failure: "other",
      line: "FAILED: Target database is not up to date.",
    });
  });

  test("that says nothing at all is still a failure", () => {
    expect(explainFailure([])).toEqual({ failure: "other", line: "" });
    expect(explainFailure(["", "  "])).toEqual({ failure: "other", line: "" });
  });
});

describe("a failure before any statement", () => {
  const python = (last: string) =>
    `Traceback (most recent call last):\n  File "/app/env.py", line 12, in <module>\n    run()\n${last}`;

  test.each<[string, Failure]>([
    ["sqlalchemy.exc.NoSuchTableError: users", "table_missing"],
    [
      "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres",
      "no_dialect",
    ],
    ["ModuleNotFoundError: No module named 'psycopg2'", "module_missing"],
    ["ImportError: cannot import name 'Base' from 'app.models'", "module_missing"],
    ["NameError: name 'sa' is not defined", "scripts_broken"],
    ["KeyError: 'a1b2c3d4e5f6'", "scripts_broken"],
    ["SyntaxError: invalid syntax", "scripts_broken"],
    [
      "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5432)",
      "cannot_connect",
    ],
    ["RuntimeError: DATABASE_URL is not set", "database_url_missing"],
  ])("is explained: %s", (last, failure) => {
    // A script that does not load is named, too.
    const line = failure === "scripts_broken" ? `${last} (env.py, line 12)` : last;
    expect(explain(python(last))).toEqual({ failure, line });
  });

  test.each([
    [
      'psycopg2.OperationalError: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
      'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "127.0.0.1", port 5432 failed: Connection refused',
    ],
    [
      'psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
      'sqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
    ],
  ])("is no server: %s", (driverLine, sqlalchemyLine) => {
    const output = `${python(driverLine)}\n\nThe above exception was the direct cause of the following exception:\n\n${python(sqlalchemyLine)}\n(Background on this error at: https://sqlalche.me/e/20/e3q8)`;
    expect(explain(output)).toEqual({ failure: "cannot_connect", line: sqlalchemyLine });
  });
});

test("of settings that pydantic refuses the fields are named, and no value", () => {
  const lines = [
    "Traceback (most recent call last):",
    '  File "/app/core/config.py", line 30, in <module>',
    "pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings",
    "POSTGRES_SERVER",
    "  Field required [type=missing, input_value={'POSTGRES_PASSWORD': 'hunter22'}, input_type=dict]",
    "    For further information visit https://errors.pydantic.dev/2.14/v/missing",
    "db.port",
    "  Input should be a valid integer [type=int_parsing, input_value='hunter22', input_type=str]",
  ];
  expect(explainFailure(lines)).toEqual({
    failure: "other",
    line: "pydantic_core._pydantic_core.ValidationError: 2 validation errors for Settings (POSTGRES_SERVER, db.port)",
  });
});

test("of a script that does not load it is said where, and no library is named", () => {
  const lines = [
    "Traceback (most recent call last):",
    '  File "/venv/lib/python3.11/site-packages/alembic/config.py", line 963, in run_cmd',
    '  File "<frozen importlib._bootstrap_external>", line 940, in exec_module',
    '  File "/srv/app/versions/d1e2_add_photo.py", line 9, in <module>',
    "    print(undefined_name)",
    "NameError: name 'undefined_name' is not defined",
  ];
  expect(explainFailure(lines)).toEqual({
    failure: "scripts_broken",
    line: "NameError: name 'undefined_name' is not defined (d1e2_add_photo.py, line 9)",
  });
});

test.each([
  ["Traceback (most recent call last):", true],
  ['  File "x.py", line 1', true],
  ["    op.execute(1)", true],
  ["INFO  [alembic.runtime.migration] Running upgrade  -> a", false],
  ["NameError: name 'x' is not defined", false],
])("%j is part of a traceback: %s", (line, is) => {
  expect(isTraceback(line)).toBe(is);
});
