/** Where a user's programs keep their state (XDG Base Directory Specification). */
import { homedir } from "node:os";
import { join } from "node:path";

/** @param name what is kept there: reports, sessions, backups */
export function stateFolder(environment: NodeJS.ProcessEnv, name: string): string {
  const state = environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(state, "restamp", name);
}
