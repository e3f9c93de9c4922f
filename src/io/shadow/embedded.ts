/** Shadow databases on a PostgreSQL server of our own. */
import { startCluster } from "./cluster.ts";
import type { Shadow } from "./replay.ts";
import { openStatementLog } from "./statement-log.ts";

/** Where shadow databases come from, one at a time. */
export interface Shadows {
  /** @returns an empty database; the one before it is not used any more */
  open(): Promise<Shadow>;
  /** Takes away whatever was made. */
  close(): Promise<void>;
}

/**
 * The server is started at once.
 * @param scheme of its URLs, such as postgresql+asyncpg
 */
export function openEmbeddedShadows(scheme: string): Shadows {
  const statements = openStatementLog();
  const starting = startCluster({ onLog: statements.write });
  // Told by open(), if anybody asks for one.
  starting.catch(() => {});
  let opened = 0;
  return {
    open: async () => {
      const cluster = await starting;
      const name = `shadow_${++opened}`;
      // The server comes with an empty database, and making one takes time.
      if (opened > 1) await cluster.createDatabase(name);
      const url = cluster.url(opened > 1 ? name : "postgres", scheme);
      return { url, createRole: cluster.createRole, statements };
    },
    close: () =>
      starting.then(
        (cluster) => cluster.stop(),
        () => {},
      ),
  };
}
