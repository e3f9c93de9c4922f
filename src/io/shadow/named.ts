/** A shadow database that the operator names: it has to be empty, and is empty again afterwards. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { describe } from "../postgres/address.ts";
import { withConnection } from "../postgres/connection.ts";
import { openDatabase } from "../postgres/database.ts";
import { FACTS_SQL } from "../postgres/facts-sql.ts";
import { asDatabaseProblem } from "../postgres/problems.ts";
import { EMPTY_SQL } from "./empty-sql.ts";
import type { Shadows } from "./shadows.ts";

export function openNamedShadow(shadow: DatabaseUrl, own: DatabaseUrl): Shadows {
  /** Nothing is taken away before it is known that everything there is restamp's. */
  let isOurs = false;
  const withClient = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withConnection(shadow, "restamp shadow", work).catch((error) => {
      throw asDatabaseProblem(error, describe(shadow));
    });
  return {
    open: () =>
      withClient(async (client) => {
        if (isOurs) await client.query(EMPTY_SQL);
        else {
          await expectAnother(client, own, shadow);
          await expectEmpty(client, shadow);
        }
        isOurs = true;
        return { url: shadow, createRole: null, statements: null, recorded: null };
      }),
    close: async () => {
      if (isOurs) await withClient((client) => client.query(EMPTY_SQL));
    },
  };
}

/** Two URLs may lead to one database: a lock that is taken in one is looked for in the other. */
async function expectAnother(
  client: pg.Client,
  own: DatabaseUrl,
  shadow: DatabaseUrl,
): Promise<void> {
  const database = openDatabase(own, () => {}, { lockTimeout: "10s" });
  const isOwn = await database.withMark(async (question) => {
    const { rows } = await client.query<{ count: string }>(question);
    return Number(rows[0]?.count) > 0;
  });
  if (isOwn) throw new Problem("shadow_is_target", describe(shadow));
}

/** An extension may be there, such as one that comes with the server's image. */
async function expectEmpty(client: pg.Client, shadow: DatabaseUrl): Promise<void> {
  await client.query("SET search_path = pg_catalog");
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM (${FACTS_SQL}) facts WHERE key NOT LIKE 'extension %'
     UNION ALL SELECT 'schema restamp_recorder' FROM pg_namespace WHERE nspname = 'restamp_recorder'
     LIMIT 5`,
  );
  await client.query("RESET search_path");
  if (rows.length === 0) return;
  const found = rows.map(({ key }) => key).join(", ");
  throw new Problem("shadow_not_empty", { ...describe(shadow), found });
}
