/** Records the chain of a project. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import type { Reference } from "../../src/core/reference.ts";
import type { Alembic } from "../../src/io/alembic/alembic.ts";
import { findProject } from "../../src/io/project/find-project.ts";
import { type Recording, recordReference } from "../../src/io/shadow/record.ts";
import type { Shadow } from "../../src/io/shadow/replay.ts";

/** A new database, whoever made it. */
export function shadowAt(url: DatabaseUrl): Shadow {
  return { url, createRole: null, statements: null, recorded: null };
}

export function recordProject(
  folder: string,
  alembic: Alembic,
  openShadow: Recording["openShadow"],
  told: Partial<Pick<Recording, "onLine" | "onKnown">> = {},
): Promise<Reference> {
  return recordReference({
    baseline: null,
    alembic,
    graph: findProject(folder, {}).graph,
    openShadow,
    onLine: () => {},
    onKnown: () => {},
    ...told,
  });
}
