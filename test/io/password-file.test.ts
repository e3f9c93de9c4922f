import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { passwordFor } from "../../src/io/postgres/open-client.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

afterEach(() => vi.unstubAllEnvs());

const FILE = `localhost:5432:calls:app:of this machine
/run/own:5432:calls:app:of another folder
db:5432:calls:app:of a server
`;

/** As psql finds them (libpq, passwordFromFile). */
test.each([
  ["postgresql://app@/calls?host=/var/run/postgresql", "of this machine"],
  ["postgresql://app@localhost/calls", "of this machine"],
  ["postgresql://app@/calls?host=/run/own", "of another folder"],
  ["postgresql://app@/calls?host=/run/other", null],
  ["postgresql://app@db/calls", "of a server"],
  ["postgresql://app@elsewhere/calls", null],
])("the password file's password for %s", async (text, password) => {
  const home = temporaryFolder();
  writeFiles(home, { ".pgpass": FILE });
  chmodSync(join(home, ".pgpass"), 0o600);
  vi.stubEnv("PGPASSFILE", join(home, ".pgpass"));
  vi.stubEnv("PGPASSWORD", undefined);
  const url = parseDatabaseUrl(text);
  expect(isUrlFault(url) ? url : await passwordFor(url)).toBe(password);
});
