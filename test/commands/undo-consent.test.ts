/** What happens to a database while somebody reads what an undo would do. */
import { expect, test } from "vitest";
import { openConsole } from "../../src/commands/console.ts";
import { diagnoseQuietly } from "../../src/commands/headless.ts";
import { openPorts } from "../../src/commands/open-ports.ts";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { runUndo } from "../../src/session/run/run-undo.ts";
import { textFor } from "../../src/text/index.ts";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
} from "../support/broken-databases.ts";
import { alembic, query, REVISIONS } from "../support/database.ts";
import { restampOn } from "../support/repairs.ts";
import { environmentIn, temporaryFolder } from "../support/restamp.ts";

const wronglyStamped = populatedDatabases(HEAD, FIRST);

/** Takes the last session back. @param meanwhile happens before it is consented to */
async function undoWhile(database: DatabaseUrl, home: string, meanwhile: () => Promise<unknown>) {
  const text = textFor("en");
  const ports = openPorts({
    target: { config: `${REVISIONS}/alembic.ini`, url: database.text, lockTimeout: "1s" },
    from: home,
    environment: environmentIn(home),
    log: () => {},
    text,
  });
  const [session] = await ports.journal.list();
  if (!session) throw new Error("no session");
  return runUndo(session, await diagnoseQuietly(ports, openConsole(true, text)), {
    journal: ports.journal,
    stop: new AbortController().signal,
    consent: async () => {
      await meanwhile();
      return true;
    },
  });
}

test("rows that come while an undo is read are not dropped with their table", async () => {
  const [database, home] = [await emptyStamped(), temporaryFolder()];
  expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  const signUp = () =>
    query(
      database,
      `INSERT INTO users (username, email, password_hash, is_active, created_at)
       VALUES ('new', 'a@b', '', true, now())`,
    );
  await expect(undoWhile(database, home, signUp)).rejects.toMatchObject({
    code: "database_changed",
    details: { what: "undo" },
  });
  expect(await query(database, "SELECT username FROM users")).toEqual([{ username: "new" }]);
  // As long as nothing happens it is carried out.
  await query(database, "DELETE FROM users");
  const undone = await undoWhile(database, home, () => query(database, "ANALYZE"));
  expect(undone).toMatchObject({ isDone: true, undo: { kind: "drop" } });
});

test("a stamp that a deploy moves while an undo is read is not put back over it", async () => {
  const [database, home] = [await wronglyStamped(), temporaryFolder()];
  const adopt = ["repair", "--yes", "--path", "adopt", "--stamp", HEAD];
  expect((await restampOn(database, adopt, { home })).code).toBe(0);
  const deploy = () => alembic(database, "stamp", "f1a2b3c4d5e6");
  const undoing = undoWhile(database, home, deploy);
  await expect(undoing).rejects.toMatchObject({ code: "database_changed" });
  expect(await stampOf(database)).toEqual(["f1a2b3c4d5e6"]);
});
