/** Whether alembic is kept to the database that it is led to. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { placeOf } from "../postgres/place.ts";
import type { AlembicSettings } from "./invocation.ts";

/** @returns the one place that connections may lead to; null for the project's own database */
export async function onlyPlace(
  database: DatabaseUrl,
  { database: own, detour }: Pick<AlembicSettings, "database" | "detour">,
): Promise<string | null> {
  return database === own || database === detour ? null : placeOf(database);
}
