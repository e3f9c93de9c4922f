/** A repair in the wizard that stands still half-way. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { holdLock } from "./lock.ts";
import { startWizard, temporaryFolder } from "./restamp.ts";
import { walkTo } from "./walk.ts";

/** In its second step, because the application is at work on users. */
export async function runBehindALock(database: DatabaseUrl) {
  const lock = await holdLock(database, "users");
  const home = temporaryFolder();
  const terminal = startWizard(database, { home, args: ["--lock-timeout", "60s"] });
  await walkTo(terminal, "review");
  terminal.press("y");
  await terminal.waitFor("✓ Stamp what the schema proves");
  await lock.somebodyWaits();
  return { lock, home, terminal };
}
