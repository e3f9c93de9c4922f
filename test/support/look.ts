/** What restamp says of a database in a known state. */
import { expect } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { expectValid } from "./json-schema.ts";
import { restampOn } from "./repairs.ts";
import type { Ran } from "./restamp.ts";
import type { State } from "./states.ts";

const CHAIN = [
  "9044ba1e3377",
  "fb958ba03c93",
  "c7a3d9e12f8b",
  "d1e2f3a4b5c6",
  "e5f6a7b8c9d0",
  "f1a2b3c4d5e6",
  "a1b2c3d4e5f6",
  "g1h2i3j4k5l6",
];

/** What diagnose and plan print of a state: docs/operators/en/command-line.md. */
export const expectedJson = (
  { verdict, stamp, candidates, exact, path, steps, verdicts, drift, findings, schemas }: State,
  { database, host, port }: DatabaseUrl,
) => ({
  database: {
    name: database,
    host,
    port,
    role: "restamp",
    server_version: expect.stringMatching(/^\d+(\.\d+)?$/),
  },
  stamp,
  verdict,
  evidence: { exact: exact ?? candidates.length > 0, heads: expect.any(Array), candidates },
  revisions: CHAIN.map((id) => ({
    id,
    message: expect.any(String),
    moves_rows: ["a1b2c3d4e5f6", "g1h2i3j4k5l6"].includes(id),
    transactional: true,
    verdict: verdicts?.[id] ?? expect.stringMatching(/^(applied|absent|partial|no_trace)$/),
  })),
  drift: drift ?? expect.any(Array),
  findings: (findings ?? []).map((each) => ({ ...each, message: expect.any(String) })),
  schemas: schemas ?? [],
  tables: expect.any(Array),
  recommended: {
    path,
    stamp: expect.any(Array),
    steps: steps.map((id) => ({
      id,
      title: expect.any(String),
      shows: expect.any(String),
      danger: id === "verify" ? "none" : "writes",
    })),
  },
});

/** Runs diagnose, which must tell the state, and plan, one of them as words and one as JSON. */
export async function look(
  state: State,
  database: DatabaseUrl,
  asJson: "diagnose" | "plan",
): Promise<{ readonly plan: Ran; readonly code: number }> {
  const [diagnosis, plan] = await Promise.all([
    restampOn(database, asJson === "diagnose" ? ["diagnose", "--json"] : ["diagnose"]),
    restampOn(database, asJson === "plan" ? ["plan", "--json"] : ["plan"]),
  ]);
  const code = ["healthy", "pending"].includes(state.verdict) ? 0 : 1;
  expect(diagnosis).toMatchObject({ code, stderr: "" });
  if (asJson === "diagnose") {
    expect(expectValid(diagnosis.stdout)).toEqual(expectedJson(state, database));
  } else {
    for (const id of CHAIN) expect(diagnosis.stdout).toContain(id);
  }
  return { plan, code };
}
