/** libpq's target_session_attrs: which kind of server is meant (its docs, same name). */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { libpqOption } from "../../core/libpq-options.ts";
import { Problem } from "../../core/problem.ts";

/** By what they ask of a server; null where any will do. */
const KINDS: Readonly<Record<string, "primary" | "standby" | null>> = {
  any: null,
  "read-write": "primary",
  primary: "primary",
  "read-only": "standby",
  standby: "standby",
  "prefer-standby": null,
};

/** @throws Problem session_attrs for a value that libpq does not know either */
export function requireKnownKind(url: DatabaseUrl): void {
  const asked = askedOf(url);
  if (!Object.hasOwn(KINDS, asked)) {
    throw new Problem("session_attrs", { asked, known: Object.keys(KINDS).join(", ") });
  }
}

/**
 * @param where names of the server, for the sentences
 * @throws Problem server_not_wanted
 */
export async function requireWanted(
  client: pg.Client,
  url: DatabaseUrl,
  where: Readonly<Record<string, string>>,
): Promise<void> {
  const wanted = askedOf(url);
  const kind = KINDS[wanted];
  if (!kind) return;
  // restamp's own sessions read only: whether others may write, only the server's part in replication tells.
  const { rows } = await client.query<{ kind: string }>(
    "SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END AS kind",
  );
  const found = rows[0]?.kind ?? "";
  if (found !== kind) throw new Problem("server_not_wanted", { ...where, wanted, found });
}

function askedOf(url: DatabaseUrl): string {
  return libpqOption(url, "target_session_attrs", process.env) || "any";
}
