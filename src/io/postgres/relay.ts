/**
 * A socket of this machine behind which a command carries each connection to the server:
 * `ssh -W localhost:5432 db`, `docker compose exec -T db …`. Its folder is the operator's alone,
 * because a server may trust whoever comes that way.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import type { Place } from "../../core/url-hosts.ts";
import { makeOwnFolder, removeDeadFolders } from "../process/own-folders.ts";
import type { Redact } from "../process/redact.ts";
import { signalGroup } from "../process/signal-group.ts";
import { isCancelRequest, readsAsReply } from "./first-reply.ts";
import { listenForOwnCallers } from "./own-callers.ts";

export interface RelaySettings {
  readonly argv: readonly string[];
  /** As the operator would type it. */
  readonly shown: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly redact: Redact;
}

export interface Relay {
  /** The host, as libpq takes a socket's folder for one. */
  readonly folder: string;
  readonly port: number;
  /** The same for settings that have no place for a folder; null where it would be open to others. */
  readonly loopback: Place | null;
}

/** Part of the socket's name, as of any PostgreSQL server's (PostgreSQL docs, "unix_socket_directories"). */
const PORT = 5432;

/** Of its folders. */
const KIND = "via";

type Carrier = ChildProcessByStdio<Writable, Readable, Readable>;

/** What became of the last connection through each folder. */
const failures = new Map<string, Problem>();

/** @returns why the last connection through that folder failed; null when it did not, or is no relay's */
export function relayFailure(folder: string): Problem | null {
  return failures.get(folder) ?? null;
}

/** One command is started for each connection. All of it ends with restamp. */
export async function openRelay(settings: RelaySettings): Promise<Relay> {
  removeDeadFolders(tmpdir(), KIND);
  const folder = makeOwnFolder(tmpdir(), KIND);
  const carriers = new Set<Carrier>();
  const onConnection = (socket: Socket) => carry(socket, settings, folder, carriers);
  const server = createServer(onConnection);
  process.once("exit", () => {
    for (const carrier of carriers) signalGroup(carrier, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(join(folder, `.s.PGSQL.${PORT}`), resolve);
    // Nobody has to wait for it.
    server.unref();
  });
  const port = await listenForOwnCallers(onConnection);
  return { folder, port: PORT, loopback: port === null ? null : { host: "127.0.0.1", port } };
}

/** Colours are; bytes of a protocol are not. */
function isText(line: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose
  return !/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(line);
}

function carry(
  socket: Socket,
  { argv, shown, environment, redact }: RelaySettings,
  folder: string,
  carriers: Set<Carrier>,
): void {
  const [file = "", ...args] = argv;
  // In a session of its own it has no terminal to ask for a password on: it fails, and says so.
  const carrier: Carrier = spawn(file, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: environment,
    detached: true,
  });
  carriers.add(carrier);
  let said = "";
  let hasReplied = false;
  let asked: Buffer = Buffer.alloc(0);
  let replied: Buffer = Buffer.alloc(0);
  const fail = (problem: Problem) => {
    // A server answers a cancel request by closing.
    if (!isCancelRequest(asked)) failures.set(folder, problem);
    socket.destroy();
  };
  // As long as nothing has come.
  failures.set(folder, new Problem("via_silent", { command: shown }));
  const lastLine = () => visible(redact(said.trim().split("\n").at(-1) ?? ""));
  carrier.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said = (said + chunk).slice(-4000);
  });
  carrier.once("error", (error: NodeJS.ErrnoException) => {
    fail(new Problem("via_failed", { command: shown, file, reason: error.code ?? "" }, error));
  });
  carrier.once("close", (code) => {
    carriers.delete(carrier);
    if (!hasReplied && !socket.destroyed) {
      fail(new Problem("via_failed", { command: shown, code: String(code), line: lastLine() }));
    } else socket.end();
  });
  socket.on("data", (chunk: Buffer) => {
    if (asked.length < 8) asked = Buffer.concat([asked, chunk]);
  });
  const look = (chunk: Buffer) => {
    replied = Buffer.concat([replied, chunk]);
    const reads = readsAsReply(asked, replied);
    if (reads === "no") {
      const [first = ""] = replied.toString("utf8").split("\n", 1);
      const line = isText(first) ? visible(redact(first)) : "";
      fail(new Problem("via_banner", { command: shown, line }));
    } else if (reads === "yes") {
      hasReplied = true;
      failures.delete(folder);
      socket.write(replied);
      carrier.stdout.off("data", look);
      // Whoever reads slower than the server writes, as a pg_dump that compresses, slows it down.
      carrier.stdout.pipe(socket);
    }
  };
  carrier.stdout.on("data", look);
  socket.pipe(carrier.stdin);
  // One end is gone: the other hears of it by its own close.
  carrier.stdin.on("error", () => {});
  socket.on("error", () => {});
  socket.once("close", () => signalGroup(carrier, "SIGTERM"));
}
