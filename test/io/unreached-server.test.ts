/** What the system says of a connection that never came about, and what is told of it. */
import { expect, test } from "vitest";
import { asDatabaseProblem } from "../../src/io/postgres/problems.ts";
import { textFor } from "../../src/text/index.ts";

const socket = { host: "/run/postgresql", port: "5432", database: "app", role: "app" };

test.each([
  ["EACCES", socket, "server_refused", "This user may not open the socket"],
  ["ENOENT", socket, "server_refused", "There is no socket"],
  ["ECONNREFUSED", socket, "server_refused", "Nothing answers at the socket"],
  ["EPROTO", { ...socket, host: "db" }, "tls_failed", "No secure connection to db:5432"],
])("%s at %o is %s", (code, where, problem, words) => {
  const error = Object.assign(new Error(`connect ${code}`), { code });
  const told = asDatabaseProblem(error, where);
  expect(told.code).toBe(problem);
  expect(textFor("en").problems[told.code](told.details).what).toContain(words);
});
