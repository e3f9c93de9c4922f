/** Proves that alembic reaches the very database, and the schema, that restamp reads. */
import { explainFailure } from "../../core/alembic-failure.ts";
import { isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { Server } from "../../core/snapshot.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import { placeName } from "../../core/url-hosts.ts";
import type { AlembicAnswer } from "../../io/ports/alembic.ts";
import type { CommandResult } from "../../io/ports/command.ts";
import type { Workbench } from "../../io/ports/workbench.ts";
import { requireReadableStamp } from "./readable-stamp.ts";
import type { Check, CheckName } from "./stages.ts";

/**
 * A mark in our database that alembic has to see on its own connection.
 * @returns what it sees; null when only the alembic command can be run
 * @throws Problem alembic_missing, alembic_failed when it cannot be started
 */
export function lookForMark({
  alembic,
  database,
  schema,
}: Workbench): Promise<AlembicAnswer | null> {
  return database.withMark((question) => alembic.ask(inSchema(question, schema)));
}

/** @throws Problem alembic_elsewhere, schema_not_followed, alembic_failed */
export async function proveSameDatabase(
  { alembic, database, schema }: Workbench,
  server: Server,
  seen: AlembicAnswer | null,
): Promise<[CheckName, Check["details"], Check["outcome"]]> {
  if (seen && String(seen.answer) === ELSEWHERE_IN_IT) {
    throw new Problem("schema_not_followed", { schema: schema ?? "" });
  }
  // Drivers give a count as a number or as text.
  if (seen && String(seen.answer) === "1") return ["same_database", { proved: "yes" }, "ok"];
  const { result: current, seen: isHere } = await watched({ alembic, database }, seen === null);
  if (seen && seen.answer !== null) throw elsewhere(current, server);
  if (isHere && current.exitCode === 0) return ["same_database", { proved: "yes" }, "ok"];
  // It could not be asked: a stamp that restamp cannot read either is the likely reason.
  if (current.exitCode !== 0) requireReadableStamp(await database.snapshot(new Set()), server);
  return comparePlaces(current, server);
}

/** A session that only asks for the stamp is a short one, and can be missed on a busy machine. */
const LOOKS = 4;

/** @param isWanted whether its session is the only proof that there can be */
async function watched(
  { alembic, database }: Pick<Workbench, "alembic" | "database">,
  isWanted: boolean,
) {
  for (let look = 1; ; look += 1) {
    const run = () => alembic.run(["current", "--verbose"]);
    const watch = await database.watchFor(alembic.sessionName, run);
    const isDecided = watch.seen || watch.result.exitCode !== 0 || !isWanted;
    if (isDecided || look === LOOKS) return watch;
  }
}

/** The right database, and another schema than the one that was asked for. */
const ELSEWHERE_IN_IT = "2";

function inSchema(question: string, schema: string | null): string {
  if (schema === null) return question;
  const place = `current_schema() = ${quoteLiteral(schema)}`;
  return `SELECT CASE WHEN (${question}) = 0 THEN 0 WHEN ${place} THEN 1 ELSE ${ELSEWHERE_IN_IT} END`;
}

function elsewhere(current: CommandResult, server: Server): Problem {
  const ours = `${placeName(server.host, server.port)}/${server.database}`;
  const theirs = placesOf(current).join(", ") || "?";
  return new Problem("alembic_elsewhere", { theirs, ours, command: current.shown });
}

const SAYS_WHERE = "Current revision(s) for ";

/**
 * `alembic current --verbose` prints the URL that env.py connected with, password masked
 * (`_display_version` in alembic/command.py, seen in 1.8.1 and 1.20.1), once for each database
 * that env.py goes to.
 */
function placesOf({ lines }: CommandResult): string[] {
  const said = lines.filter((line) => line.startsWith(SAYS_WHERE));
  return [...new Set(said.map((line) => line.slice(SAYS_WHERE.length).replace(/:$/, "")))];
}

/** Less than a proof: the URLs name the same port and database. @throws Problem */
function comparePlaces(
  current: CommandResult,
  server: Server,
): [CheckName, Check["details"], Check["outcome"]] {
  const [place = "", another] = placesOf(current);
  if (another !== undefined) throw elsewhere(current, server);
  const url = parseDatabaseUrl(place);
  if (isUrlFault(url)) {
    // Nothing was printed: alembic did not get as far as the database.
    if (current.exitCode !== 0) throw new Problem("alembic_failed", failureOf(current));
    return ["same_database", { seen: "" }, "warning"];
  }
  // Without a port the driver takes the same default, or PGPORT, as restamp does.
  const port = url.port ?? server.port;
  if (url.database !== server.database || port !== server.port) throw elsewhere(current, server);
  return ["same_database", { seen: place }, "warning"];
}

function failureOf(result: CommandResult): Record<string, string> {
  const { line } = explainFailure(result.lines);
  return { command: result.shown, line, output: result.lines.join("\n") };
}
