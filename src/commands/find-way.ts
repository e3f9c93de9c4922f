/** The way to the database: its URL, and the detour where its address leads nowhere from here. */

import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import { byWayOf } from "../core/url-elsewhere.ts";
import type { UrlSource } from "../io/ports/url-source.ts";
import { passwordFor } from "../io/postgres/open-client.ts";
import { openRelay, type Relay } from "../io/postgres/relay.ts";
import { redactor } from "../io/process/redact.ts";
import { environmentWithout, knownSecrets } from "../io/process/secrets.ts";
import { splitCommand } from "../io/process/split-command.ts";
import { withCarryInside } from "../io/project/carry-inside.ts";
import { alembicIn, type ComposeDatabase, readCompose } from "../io/project/compose.ts";
import { COMPOSE_FILES } from "../io/project/compose-files.ts";
import type { ProjectPlaces } from "../io/project/find-project.ts";
import type { FoundUrl } from "../io/project/find-url.ts";

export interface WayOptions {
  readonly url?: string;
  /** A command whose stdin and stdout are a PostgreSQL connection. */
  readonly via?: string;
  /** A service of the compose file, or true for the one that is PostgreSQL. */
  readonly compose?: string | true;
}

export interface FoundWay extends FoundUrl {
  /** Alembic in a service of the compose file, where this machine has none; as typed in a shell. */
  readonly alembic: string | null;
  /** The same database by another way; null where its own address will do. */
  readonly detour: DatabaseUrl | null;
}

/**
 * @param find looks for the URL where env.py would
 * @param hasAlembic whether one was named, or is on this machine
 * @throws Problem compose_*, docker_missing, and what finding a URL throws
 */
export async function findWay(
  { via, compose, url }: WayOptions,
  places: ProjectPlaces,
  find: () => Promise<FoundUrl>,
  hasAlembic: () => boolean,
): Promise<FoundWay> {
  const given = via === undefined ? null : { argv: withCarryInside(splitCommand(via)), shown: via };
  if (compose === undefined) {
    const found = await find();
    return { ...found, alembic: null, detour: given && (await through(found.url, given)) };
  }
  const files = places.composeFiles;
  const [path] = files;
  if (path === undefined) {
    const looked = [...new Set(places.composeFolders)].join(", ");
    throw new Problem("compose_missing", { looked, names: COMPOSE_FILES.join(", ") });
  }
  const service = await readCompose(files, compose === true ? null : compose, safeEnvironment());
  const found = await (url === undefined ? urlWith(service, path, find) : find());
  const { published, others } = service;
  const alembic = hasAlembic() ? null : await alembicIn(files, others, safeEnvironment(found.url));
  if (published && given === null) {
    const password = await passwordFor(found.url);
    return { ...found, alembic, detour: byWayOf(found.url, published, password) };
  }
  const shown = `docker compose exec -T ${service.service} …`;
  const detour = await through(found.url, given ?? { argv: service.via, shown });
  return { ...found, alembic, detour };
}

/** The project's own URL where it names that service, else as the service itself is set up. */
async function urlWith(
  { service, url }: ComposeDatabase,
  path: string,
  find: () => Promise<FoundUrl>,
): Promise<{ readonly url: DatabaseUrl; readonly source: UrlSource }> {
  let own: FoundUrl | null = null;
  try {
    own = await find();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "url_missing") throw error;
  }
  if (own?.url.host === service) return own;
  const driver = own?.url.driver ?? null;
  const text = driver === null ? url : url.replace("postgresql:", `postgresql+${driver}:`);
  const parsed = parseDatabaseUrl(text);
  if (isUrlFault(parsed)) throw new Problem("bug", { what: `URL of a service: ${parsed}` });
  return { url: parsed, source: { from: "compose", service, path } };
}

/** One for each command: a second look takes the same way. */
const relays = new Map<string, Promise<Relay>>();

async function through(
  url: DatabaseUrl,
  { argv, shown }: { readonly argv: readonly string[]; readonly shown: string },
): Promise<DatabaseUrl> {
  const password = await passwordFor(url);
  const secrets = knownSecrets(url);
  const key = argv.join("\0");
  const relay =
    relays.get(key) ??
    openRelay({ argv, shown, environment: safeEnvironment(url), redact: redactor(secrets) });
  relays.set(key, relay);
  const { folder: host, port, loopback } = await relay;
  return byWayOf(url, { host, port, ...(loopback && { loopback }) }, password);
}

function safeEnvironment(...urls: readonly DatabaseUrl[]): Record<string, string> {
  return environmentWithout(knownSecrets(...urls));
}
