/** What a port can be instead of PostgreSQL's. */
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** @returns a port on which nothing listened a moment ago */
export async function freePort(): Promise<number> {
  const { port, close } = await listen(() => {}, "127.0.0.1", 0);
  await close();
  return port;
}

/** A listener that ends with the test. @param onConnection what it does with each caller */
export async function listener(
  onConnection: (socket: Socket) => void,
  host = "127.0.0.1",
  port = 0,
): Promise<number> {
  const opened = await listen(onConnection, host, port);
  onTestFinished(opened.close);
  return opened.port;
}

async function listen(
  onConnection: (socket: Socket) => void,
  host: string,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { port: typeof address === "object" && address ? address.port : 0, close };
}
