/** Whether alembic is kept to the database that it is led to. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { placeOf } from "../postgres/place.ts";
import type { AlembicSettings } from "./invocation.ts";

/** @returns the one place that connections may lead to; null for the project's own database, unless that is restamp's */
export async function onlyPlace(
  database: DatabaseUrl,
  { database: own, detour, isKept }: Pick<AlembicSettings, "database" | "detour" | "isKept">,
): Promise<string | null> {
  const isHome = database === own || database === detour;
  return isHome && isKept !== true ? null : placeOf(database);
}
