/** A port of this machine behind which only the user's own programs are let through. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";

/** Who has opened which connection (Linux, proc(5), "/proc/net/tcp"). */
const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];

/**
 * A port is everybody's on this machine, and a server may trust whoever comes through it.
 * @returns null where it cannot be told who calls
 */
export async function listenForOwnCallers(
  onConnection: (socket: Socket) => void,
): Promise<number | null> {
  const user = process.getuid?.();
  if (user === undefined || !TABLES.some(existsSync)) return null;
  const server = createServer((socket) => {
    if (isCalledBy(user, socket)) onConnection(socket);
    else socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : null);
    });
    // Nobody has to wait for it.
    server.unref();
  });
}

/**
 * The caller's end of the connection has a line of its own, and its owner stands there. One that has
 * been closed by then has none: no inode, and root's number in the owner's place.
 */
function isCalledBy(user: number, { remotePort = 0, localPort = 0 }: Socket): boolean {
  const rows = TABLES.filter(existsSync)
    .flatMap((path) => readFileSync(path, "utf8").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, from = "", to = ""]) => from.endsWith(inHex(remotePort)) && to.endsWith(inHex(localPort)),
    );
  return rows.length > 0 && rows.every((row) => Number(row[7]) === user && row[9] !== "0");
}

const inHex = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
