/**
 * The stages that lead to a diagnosis, as functions without a screen. The wizard shows each
 * one, `diagnose`, `plan` and `repair` run them in a row.
 */

import { diagnose } from "../core/diagnosis/diagnose.ts";
import type { Diagnosis, Finding } from "../core/diagnosis/types.ts";
import { visible } from "../core/display.ts";
import { Problem } from "../core/problem.ts";
import { chainRelations, fitOf, type Reference } from "../core/reference.ts";
import { referenceInSchema } from "../core/reference-in-schema.ts";
import type { RevisionGraph } from "../core/revision-graph.ts";
import type { Server, Snapshot } from "../core/snapshot.ts";
import type { AlembicPort } from "../io/ports/alembic.ts";
import type { CommandResult } from "../io/ports/command.ts";
import type { DatabaseReader } from "../io/ports/database.ts";
import type { HistoryPort } from "../io/ports/history.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { Workbench } from "../io/ports/workbench.ts";
import { requireReadableStamp } from "./readable-stamp.ts";
import { requireDirect } from "./run-conditions.ts";
import { lookForMark, proveSameDatabase } from "./same-database.ts";
import { unfinishedSession } from "./unfinished-session.ts";

export type CheckName =
  | "project"
  | "url"
  | "server"
  | "rights"
  | "alembic"
  | "same_database"
  | "last_session";

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
  readonly graph: RevisionGraph;
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
  const workbench = await ports.open();
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
      ...("service" in source ? { service: source.service } : {}),
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
  requireDirect(server);
  passed("rights", { role: server.role }, server.canCreateTables ? "ok" : "warning");
  const seen = await lookForMark(workbench);
  const version = seen ? `alembic ${seen.version}` : await askVersion(alembic);
  passed("alembic", { command: alembic.shown, version });
  passed(...(await proveSameDatabase(workbench, server, seen)));
  const unfinished = await unfinishedSession(ports, workbench, server);
  if (unfinished) passed("last_session", unfinished, "warning");
  return { workbench, server, checks };
}

/** Where its Python cannot say it. @throws Problem alembic_missing, alembic_failed */
async function askVersion(alembic: AlembicPort): Promise<string> {
  const { exitCode, shown, lines, output } = await alembic.run(["--version"]);
  if (exitCode === 0) return output.at(-1) ?? "";
  throw new Problem("alembic_failed", { command: shown, line: lines.at(-1) ?? "" });
}

function overridesOf(source: Workbench["source"]): string {
  return source.from === "environment" ? (source.overrides ?? "") : "";
}

export async function stampStage(seen: Connected): Promise<Stamped> {
  const current = await seen.workbench.alembic.run(["current"]);
  const snapshot = await seen.workbench.database.snapshot(new Set());
  return { ...seen, current, versionSnapshot: requireReadableStamp(snapshot) };
}

/** Records the reference first if there is none, or if the scripts have changed since. */
export async function schemaStage<Before extends Connected>(
  seen: Before,
  onLine: (line: string) => void,
): Promise<Before & Diagnosed> {
  const { workbench } = seen;
  return diagnosed(seen, await currentReference(workbench, onLine), workbench.database);
}

/** @param reader reads the snapshot */
export async function diagnosed<Before extends Connected>(
  seen: Before,
  { reference: home, recorded }: Pick<Diagnosed, "reference" | "recorded">,
  reader: DatabaseReader,
): Promise<Before & Diagnosed> {
  const { project, schema, history } = seen.workbench;
  const reference = schema === null ? home : referenceInSchema(home, schema);
  const snapshot = await reader.snapshot(chainRelations(reference));
  const diagnosis = await withHistory(diagnose(project.graph, reference, snapshot), history);
  return { ...seen, graph: project.graph, snapshot, reference, recorded, diagnosis };
}

/** What no script has may have been one, before a branch was changed or a file was deleted. */
async function withHistory(diagnosis: Diagnosis, history: HistoryPort): Promise<Diagnosis> {
  const lost = await Promise.all(diagnosis.unknownStamp.map((id) => history.find(id)));
  const findings = lost
    .filter((each) => each !== null)
    .map(({ id, ...where }): Finding => ({ code: "lost_revision", items: [id], ...where }));
  return { ...diagnosis, findings: [...diagnosis.findings, ...findings] };
}

async function currentReference(
  workbench: Workbench,
  onLine: (line: string) => void,
): Promise<Pick<Diagnosed, "reference" | "recorded">> {
  const { reference, isNew } = await fittingReference(workbench, onLine);
  const recorded = isNew ? { path: await workbench.reference.save(reference) } : null;
  return { reference, recorded };
}

/** @returns the kept reference where it fits the scripts, else a new one, which is not saved */
export async function fittingReference(
  workbench: Pick<Workbench, "project" | "reference">,
  onLine: (line: string) => void,
): Promise<{ readonly reference: Reference; readonly isNew: boolean }> {
  const kept = await keptReference(workbench);
  if (kept) return { reference: kept, isNew: false };
  return { reference: await workbench.reference.record(onLine), isNew: true };
}

/** @returns the kept reference where it fits the scripts; null where it has to be recorded */
export async function keptReference({
  project,
  reference: port,
}: Pick<Workbench, "project" | "reference">): Promise<Reference | null> {
  const kept = await port.load();
  return kept && fitOf(kept, project.graph, port.baseline).fit === "fits" ? kept : null;
}
