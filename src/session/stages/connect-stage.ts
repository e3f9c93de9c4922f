/** Finds project, database and alembic, and makes sure that they belong together. */
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import type { AlembicPort } from "../../io/ports/alembic.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { UrlSource } from "../../io/ports/url-source.ts";
import { requireDirect } from "../run/run-conditions.ts";
import { lookForMark, proveSameDatabase } from "./same-database.ts";
import type { Check, CheckName, Connected } from "./stages.ts";
import { unfinishedSession } from "./unfinished-session.ts";

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
  const { role, isStandby } = server;
  const mayChange = server.canCreateTables && !isStandby;
  const standby = isStandby ? "standby" : "";
  passed("rights", { role, standby }, mayChange ? "ok" : "warning");
  const seen = await lookForMark(workbench);
  const version = seen ? `alembic ${seen.version}` : await askVersion(alembic);
  passed("alembic", { command: alembic.shown, version });
  passed(...(await proveSameDatabase(workbench, server, seen)));
  const unfinished = await unfinishedSession(ports, workbench, server);
  if (unfinished) passed("last_session", unfinished, "warning");
  return { workbench, server, checks, stampHome: seen?.home ?? null };
}

/** Where its Python cannot say it. @throws Problem alembic_missing, alembic_failed */
async function askVersion(alembic: AlembicPort): Promise<string> {
  const { exitCode, shown, lines, output } = await alembic.run(["--version"]);
  if (exitCode === 0) return output.at(-1) ?? "";
  throw new Problem("alembic_failed", { command: shown, line: lines.at(-1) ?? "" });
}

function overridesOf(source: UrlSource): string {
  return source.from === "environment" ? (source.overrides ?? "") : "";
}
