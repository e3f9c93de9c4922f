import { placeName } from "../../core/url-hosts.ts";
import type { Reachability } from "../../io/ports/troubleshooting.ts";
import type { UrlSource } from "../../io/ports/url-source.ts";
import type { Check, CheckName } from "../../session/stages/stages.ts";

type Details = Check["details"];

const sources: Record<string, (d: Details) => string> = {
  option: () => "--url on the command line",
  environment: (d) =>
    d["overrides"]
      ? `DATABASE_URL in the environment; ${d["overrides"]} has another one, which does not count`
      : "DATABASE_URL in the environment",
  compose: (d) => `service ${d["service"]} of ${d["path"]}`,
  env_file: (d) => `DATABASE_URL in ${d["path"]}`,
  env_py: () => "env.py itself, as nothing else names a database",
  settings: (d) => `url in ${d["path"]}`,
  config: (d) => `sqlalchemy.url in ${d["path"]}`,
};

const REACHABLE: Record<Reachability, string> = {
  open: "something listens there",
  refused: "nothing listens there; start PostgreSQL",
  timeout: "no answer; check the network and the firewall",
  unknown_host: "this machine does not know the host name",
};

/** When restamp was killed, or the machine went down; or its terminal was lost, and it goes on. */
const lastSession = (d: Details) => {
  if (d["state"] === "at_work") {
    const now = d["step"] ? `, and ${d["step"]} is under way` : "";
    return `Session ${d["id"]} is at work: ${d["done"]} of ${d["steps"]} steps are done${now}. Wait for its end; no other repair begins beside it.`;
  }
  if (d["state"] === "left_running") {
    return `Session ${d["id"]} was interrupted after ${d["done"]} of ${d["steps"]} steps, and a migration still runs in this database, probably the one that it had begun${d["step"] ? ` (${d["step"]})` : ""}. Wait for its end; nothing else begins beside it.`;
  }
  const where = d["step"] ? `, while ${d["step"]} was at work` : "";
  return `Session ${d["id"]} was interrupted after ${d["done"]} of ${d["steps"]} steps${where}. Go on: restamp reads what is so now, and plans from there. To take it back: restamp undo ${d["id"]}`;
};

const standby =
  "this server is a standby: it can be diagnosed, not changed; for a repair name its primary in the database URL";

export const checks = {
  names: {
    project: "Project",
    url: "Database URL",
    server: "Server",
    rights: "Privileges",
    alembic: "Alembic",
    same_database: "Same database",
    last_session: "Last session",
  } satisfies Record<CheckName, string>,
  found: {
    project: (d) =>
      `${d["config"]}\n${d["revisions"]} revisions in ${d["versions"]}, head ${d["heads"]}`,
    url: (d) => sources[d["from"] ?? ""]?.(d) ?? "",
    server: (d) =>
      `PostgreSQL ${d["version"]} at ${placeName(d["host"] ?? "", d["port"] ?? "")}\ndatabase ${d["database"]}, role ${d["role"]}`,
    rights: (d) => `role ${d["role"]} may create tables`,
    alembic: (d) => `${d["version"]}, called as "${d["command"]}"`,
    same_database: (_d) => "alembic sees a mark that restamp has set in this database only",
    last_session: (d) => lastSession(d),
  } satisfies Record<CheckName, (d: Details) => string>,
  warned: {
    rights: (d: Details) =>
      d["standby"]
        ? standby
        : `role ${d["role"]} may NOT create tables; its owner can run:\nGRANT CREATE, USAGE ON SCHEMA public TO "${d["role"]}";`,
    same_database: (d: Details) =>
      d["seen"]
        ? `alembic connects to ${d["seen"]}: port and database name are the same. Make sure that both are one server.`
        : "alembic did not say which database it reaches. Make sure that it is this one.",
    url: (d: Details) => sources[d["from"] ?? ""]?.(d) ?? "",
  } satisfies Partial<Record<CheckName, (d: Details) => string>>,
  troubleshooting: {
    title: "Checked for you, in the order of the written procedure:",
    url: (source: UrlSource | null) => {
      if (!source) return "1. DATABASE_URL: not found, or not readable.";
      const path = "path" in source ? source.path : "";
      const service = "service" in source ? source.service : "";
      const details = { from: source.from, path, service, overrides: "" };
      return `1. DATABASE_URL: found, ${sources[source.from]?.(details) ?? ""}.`;
    },
    reach: (host: string, port: number, reachability: Reachability) =>
      `2. PostgreSQL at ${placeName(host, port)}: ${REACHABLE[reachability]}.`,
    reachUnknown: "2. PostgreSQL: not tried, because there is no URL.",
    reachByCommand: "2. PostgreSQL: only a command leads there; what became of it stands above.",
    noCompose: "3. Backend logs: no compose file beside the project.",
    compose: (command: string) => `3. Backend logs, ${command}:`,
    rights: "4. The right to create tables: asked as soon as the server answers.",
    busy: "Checking what it could be …",
    retry: "Mend it in another window, then press r: restamp looks again.",
  },
};
