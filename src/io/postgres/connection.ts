/** Opens connections as libpq would for the same URL. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem, type ProblemCode } from "../../core/problem.ts";
import { placeName } from "../../core/url-hosts.ts";
import { addressesOf, type ServerAddress, staysAt } from "./address.ts";
import { openClient, type Session } from "./open-client.ts";
import { endClient } from "./patience.ts";
import { isWithoutTls } from "./problems.ts";
import { securities, tlsMode } from "./tls.ts";
import { requireKnownKind } from "./wanted-server.ts";

/** What another host may do better. */
const NOT_THERE: ReadonlySet<ProblemCode> = new Set([
  "server_refused",
  "server_unreachable",
  "host_unknown",
  "connection_lost",
  "server_not_wanted",
  "server_not_ready",
  "too_many_connections",
]);

/**
 * @param settings server settings for the session, such as lock_timeout
 * @returns a connected client
 * @throws Problem; of several hosts that are of no use, one that names them all
 */
export async function connect(
  url: DatabaseUrl,
  applicationName: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<pg.Client> {
  requireKnownKind(url);
  const session = { url, applicationName, settings };
  const tried: Tried[] = [];
  for (const address of addressesOf(url)) {
    try {
      const client = await connectTo(address, session);
      staysAt(url, address);
      return client;
    } catch (error) {
      if (!(error instanceof Problem) || !NOT_THERE.has(error.code)) throw error;
      tried.push({ address, problem: error });
    }
  }
  throw problemOf(tried);
}

/** A host that was of no use, and why. */
interface Tried {
  readonly address: ServerAddress;
  readonly problem: Problem;
}

/** One that answered says more than one that did not; the others are named beside it. */
function problemOf(tried: readonly Tried[]): unknown {
  const told = tried.find(({ problem }) => problem.code === "server_not_wanted") ?? tried[0];
  const others = tried
    .filter((each) => each !== told)
    .map(({ address: { host, port } }) => placeName(host, port));
  if (!told || others.length === 0) return told?.problem;
  const { code, details, cause } = told.problem;
  return new Problem(code, { ...details, others: others.join(", ") }, cause);
}

/** What a server has agreed to, so that it is asked only once. */
const agreed = new Map<string, number>();

async function connectTo(address: ServerAddress, session: Session): Promise<pg.Client> {
  const { url } = session;
  // Two URLs of the same text may ask for different things: one's own servers do without TLS.
  const server = `${address.host} ${address.port} ${tlsMode(url)} ${url.text}`;
  const ways = securities(url, address.host);
  const start = agreed.get(server) ?? 0;
  let problem: unknown = null;
  for (const [at, security] of ways.entries()) {
    if (at < start) continue;
    try {
      const client = await openClient(address, session, security);
      agreed.set(server, at);
      return client;
    } catch (error) {
      problem = problem !== null && isAnswer(problem) ? problem : error;
      // A server that is not there, or a wrong password, is so with and without TLS.
      if (!(error instanceof Problem) || !OTHERWISE.has(error.code)) throw error;
    }
  }
  throw problem;
}

/** What hangs up on a request for TLS, or has none, says more when it is not asked for it. */
function isAnswer(problem: unknown): boolean {
  if (!(problem instanceof Problem) || problem.code === "connection_lost") return false;
  return problem.code !== "tls_failed" || !isWithoutTls(problem);
}

/** What the other of two ways may do better: `allow` and `prefer` try both. */
const OTHERWISE: ReadonlySet<ProblemCode> = new Set([
  "tls_failed",
  "login_refused",
  "connection_lost",
]);

/**
 * Connects for one piece of work, and ends the connection however that went.
 * @throws Problem, when there is no connection; otherwise what the work throws
 */
export async function withConnection<T>(
  url: DatabaseUrl,
  applicationName: string,
  work: (client: pg.Client) => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  const client = await connect(url, applicationName, settings);
  try {
    return await work(client);
  } finally {
    // The work's own outcome counts, whatever became of the connection.
    await endClient(client);
  }
}
