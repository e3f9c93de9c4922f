/** What stands between a client and the server as a pooler does: it answers with a number of its own. */
import { type AddressInfo, connect as connectTo, createServer } from "node:net";
import { onTestFinished } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { urlWith } from "./roles.ts";

/** The beginning of a BackendKeyData message: type, length 12, process, key (protocol 3.0). */
const KEY_DATA = Buffer.from([0x4b, 0, 0, 0, 12]);

/** @returns a URL that leads to the same database through the pooler */
export async function pooled(database: DatabaseUrl): Promise<DatabaseUrl> {
  const server = createServer((client) => {
    const upstream = connectTo(database.port ?? 5432, database.host ?? "localhost");
    let isKnown = false;
    upstream.on("data", (chunk: Buffer) => {
      const at = isKnown ? -1 : chunk.indexOf(KEY_DATA);
      if (at >= 0) {
        chunk.writeInt32BE(chunk.readInt32BE(at + 5) + 1, at + 5);
        isKnown = true;
      }
      client.write(chunk);
    });
    client.on("data", (chunk) => upstream.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return urlWith(database, { port });
}
