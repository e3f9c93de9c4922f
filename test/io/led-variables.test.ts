/** Which variables say something of a database, and where they lead then. */
import { expect, test } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { ledVariable } from "../../src/io/alembic/led-variables.ts";

const sandbox = parseDatabaseUrl("postgresql://restamp:secret@127.0.0.1:5499/app");

const CASES: readonly [name: string, value: string, led: string | null][] = [
  ["SHOP_DB", "postgres://u:p@prod/x", "postgres://restamp:secret@127.0.0.1:5499/app"],
  // Neither is a URL for SQLAlchemy; a driver, or who fills it in, may still follow it.
  ["DSN", "postgresql://u:a@b@prod/x", "postgresql://restamp:secret@127.0.0.1:5499/app"],
  [
    "DSN",
    "postgresql+asyncpg://u@prod:$PORT/x",
    "postgresql+asyncpg://restamp:secret@127.0.0.1:5499/app",
  ],
  ["DSN", "host=prod dbname=x", "host=127.0.0.1 port=5499 user=restamp password=secret dbname=app"],
  ["POSTGRES_SERVER", "prod", "127.0.0.1"],
  ["DB_PORT", "5432", "5499"],
  ["app_database__user", "u", "restamp"],
  ["DB_PASS", "p", "secret"],
  ["POSTGRES_DB", "x", "app"],
  ["PGHOSTADDR", "203.0.113.5", ""],
  ["SMTP_HOST", "mail", null],
  ["REDIS_PORT", "6379", null],
  ["API_PASSWORD", "p", null],
  ["POSTGRES_HOST_AUTH_METHOD", "trust", null],
  ["USER", "u", null],
  ["REDIS_URL", "redis://r/0", null],
];

test.each(CASES)("%s=%s", (name, value, led) => {
  if (isUrlFault(sandbox)) throw new Error(sandbox);
  expect(ledVariable(name, value, sandbox)).toBe(led);
});
