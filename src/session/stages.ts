/**
 * The stages that lead to a diagnosis, as functions without a screen. The wizard shows each
 * one, `diagnose`, `plan` and `repair` run them in a row.
 */

import { isUrlFault, parseDatabaseUrl } from "../core/database-url.ts";
import { diagnose } from "../core/diagnosis/diagnose.ts";
import type { Diagnosis } from "../core/diagnosis/types.ts";
import { visible } from "../core/display.ts";
import { Problem } from "../core/problem.ts";
import { fitOf, type Reference } from "../core/reference.ts";
import type { Server, Snapshot } from "../core/snapshot.ts";
import type { CommandResult, SessionPorts, Workbench } from "../io/ports.ts";

export type CheckName = "project" | "url" | "server" | "rights" | "alembic" | "same_database";

export interface Check {
  readonly name: CheckName;
  readonly outcome: "ok" | "warning" | "failed";
  readonly details: Readonly<Record<string, string>>;
}

export interface Connected {
  readonly workbench: Workbench;
  readonly server: Server;
  readonly checks: readonly Check[];
}

export interface Stamped extends Connected {
  readonly current: CommandResult;
  readonly versionSnapshot: Snapshot;
}

export interface Diagnosed extends Connected {
  readonly snapshot: Snapshot;
  readonly reference: Reference;
  /** Where the reference was saved if it had to be recorded now; null when it was there. */
  readonly recorded: { readonly path: string | null } | null;
  readonly diagnosis: Diagnosis;
}

/** All that the wizard has gathered once it can draw the chain. */
export type Surveyed = Stamped & Diagnosed;

/** @throws Problem of whichever check fails first; `onCheck` has had those before it */
export async function connectStage(
  ports: SessionPorts,
  onCheck: (check: Check) => void,
): Promise<Connected> {
  const checks: Check[] = [];
  const passed = (name: CheckName, details: Check["details"], outcome: Check["outcome"] = "ok") => {
    const safe = Object.entries(details).map(([key, value]) => [key, visible(value)]);
    const check = { name, outcome, details: Object.fromEntries(safe) };
    checks.push(check);
    onCheck(check);
  };
  const workbench = ports.open();
  const { project, source, alembic } = workbench;
  passed("project", {
    config: project.configPath,
    versions: project.versionsPath,
    revisions: String(project.graph.order.length),
    heads: project.graph.heads.join(", "),
  });
  passed(
    "url",
    {
      from: source.from,
      path: "path" in source ? source.path : "",
      overrides: overridesOf(source),
    },
    overridesOf(source) === "" ? "ok" : "warning",
  );
  const server = await workbench.database.server();
  passed("server", {
    host: server.host,
    port: String(server.port),
    database: server.database,
    role: server.role,
    version: server.version,
  });
  passed("rights", { role: server.role }, server.canCreateTables ? "ok" : "warning");
  const version = await alembic.run(["--version"]);
  if (version.exitCode !== 0) {
    throw new Problem("alembic_failed", {
      command: version.shown,
      line: version.lines.at(-1) ?? "",
    });
  }
  passed("alembic", { command: alembic.shown, version: version.output.at(-1) ?? "" });
  passed(...sameDatabase(await alembic.run(["current", "--verbose"]), server));
  return { workbench, server, checks };
}

function overridesOf(source: Workbench["source"]): string {
  return source.from === "environment" ? (source.overrides ?? "") : "";
}

const LOCAL = new Set(["", "localhost", "127.0.0.1", "::1"]);

/**
 * `alembic current --verbose` prints the URL that env.py connected with, password masked
 * (`_display_version` in alembic/command.py, seen in 1.8.1 and 1.20.1).
 * @throws Problem alembic_elsewhere, alembic_failed
 */
function sameDatabase(
  current: CommandResult,
  server: Server,
): [CheckName, Check["details"], Check["outcome"]] {
  const line = current.lines.find((each) => each.startsWith("Current revision(s) for "));
  const text = line?.slice("Current revision(s) for ".length).replace(/:$/, "") ?? "";
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) {
    // Nothing was printed: alembic did not get as far as the database.
    if (current.exitCode !== 0) throw new Problem("alembic_failed", failureOf(current));
    return ["same_database", { seen: "" }, "warning"];
  }
  const { database } = url;
  const port = url.port ?? 5432;
  if (database !== server.database || port !== server.port) {
    const theirs = `${url.host ?? "localhost"}:${port}/${database}`;
    const ours = `${server.host}:${server.port}/${server.database}`;
    throw new Problem("alembic_elsewhere", { theirs, ours, command: current.shown });
  }
  const host = url.host ?? "";
  const sameHost = host === server.host || (LOCAL.has(host) && isLocal(server.host));
  return ["same_database", { seen: text, host }, sameHost ? "ok" : "warning"];
}

function isLocal(host: string): boolean {
  return LOCAL.has(host) || host.startsWith("/");
}

function failureOf(result: CommandResult): Record<string, string> {
  const line = result.lines.findLast((each) => each.trim() !== "") ?? "";
  return { command: result.shown, line, output: result.lines.join("\n") };
}

export async function stampStage(seen: Connected): Promise<Stamped> {
  const current = await seen.workbench.alembic.run(["current"]);
  return { ...seen, current, versionSnapshot: await seen.workbench.database.snapshot() };
}

/** Records the reference first if there is none, or if the scripts have changed since. */
export async function schemaStage<Before extends Connected>(
  seen: Before,
  onLine: (line: string) => void,
): Promise<Before & Diagnosed> {
  const { project, database } = seen.workbench;
  const { reference, recorded } = await currentReference(seen.workbench, onLine);
  const snapshot = await database.snapshot();
  const diagnosis = diagnose(project.graph, reference, snapshot);
  return { ...seen, snapshot, reference, recorded, diagnosis };
}

async function currentReference(
  { project, reference: port }: Workbench,
  onLine: (line: string) => void,
): Promise<Pick<Diagnosed, "reference" | "recorded">> {
  const kept = await port.load();
  if (kept && fitOf(kept, project.graph).fit === "fits") return { reference: kept, recorded: null };
  const reference = await port.record(onLine);
  return { reference, recorded: { path: await port.save(reference) } };
}
