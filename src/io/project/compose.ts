/** What a compose file says of the database: which service it is, how one logs in, how one gets there. */
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { errorLine, noProgram, type PlainRun, runPlain } from "../process/plain.ts";
import { askPlain } from "../process/plain-in-time.ts";
import { joinCommand } from "../process/split-command.ts";
import { CARRY_INSIDE, SERVER_PORT } from "./carry-inside.ts";
import { composeCommand, isDockerHere } from "./compose-command.ts";

export interface ComposeDatabase {
  readonly service: string;
  readonly others: readonly string[];
  /** As the service's own environment has it. */
  readonly url: string;
  /** Where the server is published on this machine; null where it is not. */
  readonly published: { readonly host: string; readonly port: number } | null;
  /** A command whose stdin and stdout are a connection to the server, from inside its container. */
  readonly via: readonly string[];
}

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | null>> | null;
}

const SERVER_IMAGE = /(?:^|[/-])(?:postgres|postgresql|postgis|pgvector|timescaledb)\b/;

/**
 * @param asked the service; null for the one whose image is PostgreSQL's
 * @param environment docker's own, without the database's secrets
 * @throws Problem docker_missing, compose_unreadable, compose_service
 */
export async function readCompose(
  files: readonly string[],
  asked: string | null,
  environment: Readonly<Record<string, string>>,
): Promise<ComposeDatabase> {
  const compose = composeCommand(files);
  const [path = ""] = files;
  const asJson = [...compose, "config", "--format", "json"];
  const { code, output, errors } = await answerOf(asJson, environment, path);
  if (errors === noProgram("docker")) throw new Problem("docker_missing", { path });
  const services = code === 0 ? servicesIn(output) : null;
  if (services === null) {
    throw new Problem("compose_unreadable", { path, line: visible(errorLine(errors)) });
  }
  const service = chosen(services, asked);
  const atPort = [...compose, "port", service, String(SERVER_PORT)];
  const port = await answerOf(atPort, environment, path);
  const published = port.code === 0 ? addressIn(port.output) : null;
  return {
    service,
    others: Object.keys(services).filter((name) => name !== service),
    url: urlOf(services[service] ?? {}, service),
    published: published && (await isDockerHere(environment)) ? published : null,
    via: [...compose, "exec", "-T", service, ...CARRY_INSIDE],
  };
}

/**
 * Where this machine has no alembic of the project's, a service may: the application's own.
 * @returns the command line of the first that has one; null where none has
 */
export async function alembicIn(
  files: readonly string[],
  services: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string | null> {
  for (const service of services) {
    const argv = [...composeCommand(files), "exec", "-T", service, "alembic"];
    const { code } = await runPlain([...argv, "--version"], environment);
    if (code === 0) return joinCommand(argv);
  }
  return null;
}

/** @throws Problem compose_unreadable: docker may wait for a machine that is not there, and say nothing */
async function answerOf(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  path: string,
): Promise<PlainRun> {
  const answer = await askPlain(argv, environment);
  if (answer !== null) return answer;
  throw new Problem("compose_unreadable", {
    path,
    reason: "silent",
    command: visible(joinCommand(argv)),
  });
}

function servicesIn(output: string): Readonly<Record<string, Service>> | null {
  try {
    const { services } = JSON.parse(output) as { services?: Record<string, Service> };
    return services ?? {};
  } catch {
    return null;
  }
}

function chosen(services: Readonly<Record<string, Service>>, asked: string | null): string {
  const names = Object.keys(services);
  if (asked !== null) {
    if (names.includes(asked)) return asked;
    throw new Problem("compose_service", { service: asked, known: names.join(", ") });
  }
  const servers = names.filter((name) => SERVER_IMAGE.test(services[name]?.image ?? ""));
  const [only, other] = servers;
  if (only !== undefined && other === undefined) return only;
  throw new Problem("compose_service", { service: "", known: servers.join(", ") });
}

/** The variables of the official image (its documentation, "Environment Variables"). */
function urlOf({ environment }: Service, host: string): string {
  const value = (name: string) => environment?.[name] ?? undefined;
  const user = value("POSTGRES_USER") ?? "postgres";
  const password = value("POSTGRES_PASSWORD");
  const database = value("POSTGRES_DB") ?? user;
  const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent);
  return `postgresql://${login.join(":")}@${host}:${SERVER_PORT}/${encodeURIComponent(database)}`;
}

/** `0.0.0.0:5433`, `[::1]:5433`, and `:0` where it is not published. */
function addressIn(output: string): ComposeDatabase["published"] {
  const [, host = "", port = ""] = /^\[?(.*?)\]?:(\d+)\s*$/m.exec(output) ?? [];
  const isEverywhere = ["", "0.0.0.0", "::"].includes(host);
  return Number(port) > 0 ? { host: isEverywhere ? "127.0.0.1" : host, port: Number(port) } : null;
}
