/** Where a server of one's own can listen. */
import { createServer } from "node:net";

/**
 * @returns a port of this machine that was free a moment ago; another program may still take it,
 *   which fails loudly
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
