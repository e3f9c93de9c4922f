/** A server that takes a connection, works, and from some moment on says nothing more. */
import { connect as connectTo, type Socket } from "node:net";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { withConnection } from "../../src/io/postgres/connection.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { databaseUrl, freshDatabase } from "../support/database.ts";
import { listener } from "../support/listeners.ts";
import { urlWith } from "../support/roles.ts";

/** @returns a URL that leads to the same database, and what freezes all that is on the way */
async function freezable(database: DatabaseUrl) {
  const ends = new Set<Socket>();
  const port = await listener((client) => {
    const upstream = connectTo(database.port ?? 5432, database.host ?? "localhost");
    upstream.on("error", () => {});
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    for (const end of [client, upstream]) ends.add(end);
  });
  const freeze = () => {
    for (const end of ends) end.unpipe().pause();
  };
  return { url: urlWith(database, { port }), freeze };
}

test("a reading is given up, and it says so", async () => {
  const { url, freeze } = await freezable(databaseUrl("postgres"));
  const reading = withConnection(
    url,
    "restamp",
    async (client) => {
      await client.query("SELECT 1");
      freeze();
      await client.query("SELECT 2");
    },
    { statement_timeout: "400ms" },
  );
  await expect(reading).rejects.toMatchObject({
    code: "server_unreachable",
    details: { seconds: "1" },
  });
});

test("the end of a session is not waited for, whatever became of it", async () => {
  const { url, freeze } = await freezable(await freshDatabase());
  const repair = await openDatabase(url, () => {}, { lockTimeout: "1s" }).beginRepair();
  freeze();
  await expect(repair.end()).resolves.toBeUndefined();
}, 20_000);
