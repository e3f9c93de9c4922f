/** Runs restamp on a database with the bundled project, as cron or a script would. */
import { expect } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { HEAD, stampOf } from "./broken-databases.ts";
import { REVISIONS } from "./database.ts";
import { type Ran, runRestamp, type StartOptions } from "./restamp.ts";

/** Most repairs here are about neither their backups nor their rehearsals. */
function bare(args: readonly string[]): readonly string[] {
  if (args[0] !== "repair") return args;
  const backup = args.includes("--backup") ? [] : ["--backup", "none"];
  const rehearse = args.includes("--rehearse") ? [] : ["--rehearse", "none"];
  return [...args, ...backup, ...rehearse];
}

/** @param project the folder of alembic.ini */
export function restampOn(
  database: DatabaseUrl,
  args: readonly string[],
  { project = REVISIONS, environment, ...options }: StartOptions & { project?: string } = {},
): Promise<Ran> {
  return runRestamp(["-c", `${project}/alembic.ini`, ...bare(args)], {
    ...options,
    environment: { DATABASE_URL: database.text, ...environment },
  });
}

export async function expectHealthy(database: DatabaseUrl): Promise<void> {
  expect(await stampOf(database)).toEqual([HEAD]);
  const { code, stdout } = await restampOn(database, ["diagnose", "--json"]);
  expect({ code, verdict: JSON.parse(stdout).verdict }).toEqual({ code: 0, verdict: "healthy" });
}

/** One message: what, why where there is a reason, and what to do next. Nothing on stdout. */
export function expectOneMessage({ stdout, stderr }: Pick<Ran, "stdout" | "stderr">): void {
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^restamp: [^\n]+\n(Why: {2}[^\n]+\n)*Next: [^\n]+\n$/);
  expect(stderr).not.toMatch(/undefined|\[object|fault in restamp|^ {4}at /m);
}

/** That restamp and alembic agree on the database, found out without changing anything. */
export function expectAgreement({ code, stderr }: Ran): void {
  expect(stderr).toBe("Nothing to repair.\n");
  expect(code).toBe(0);
}
