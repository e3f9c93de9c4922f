/** Shadow databases on a PostgreSQL server of our own. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { startCluster } from "./cluster.ts";
import { removeDeadServers } from "./dead-servers.ts";
import type { Shadows } from "./shadows.ts";
import { openStatementLog } from "./statement-log.ts";

/**
 * The server is started at once.
 * @param own the project's database: the shadows are reached with the same driver
 * @param onRemoved is told the folders of servers that ended without taking them away
 */
export function openEmbeddedShadows(
  { driver }: Pick<DatabaseUrl, "driver">,
  onRemoved: (names: readonly string[]) => void,
): Shadows {
  const scheme = driver === null ? "postgresql" : `postgresql+${driver}`;
  const removed = removeDeadServers();
  if (removed.length > 0) onRemoved(removed);
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
