/** What diagnose, plan and repair share: the stages in a row, without screens. */
import { isTraceback } from "../core/alembic-output.ts";
import { Problem } from "../core/problem.ts";
import type { Saved } from "../io/ports/reference.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { keptReference } from "../session/stages/fitting-reference.ts";
import { diagnosed, schemaStage } from "../session/stages/schema-stage.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import type { Text } from "../text/index.ts";
import type { Console } from "./console.ts";

/**
 * Reads only, and starts no alembic unless the reference has to be recorded.
 * @throws Problem
 */
export async function diagnoseQuietly(ports: SessionPorts, console: Console): Promise<Diagnosed> {
  const workbench = await ports.open();
  const { database } = workbench;
  const reference = await keptReference(workbench);
  if (reference) {
    return database.onOneConnection(async (reader) => {
      const connected = { workbench, server: await reader.server(), checks: [] };
      return diagnosed(connected, { reference, recorded: null }, reader);
    });
  }
  // No connection is held while it is recorded.
  const server = await database.server();
  const seen = await schemaStage({ workbench, server, checks: [] }, recordingLines(console));
  if (seen.recorded) tellRecorded(seen, seen.recorded, console);
  return seen;
}

export function tellRecorded(
  { reference: { revisions, stopped }, workbench }: Pick<Diagnosed, "reference" | "workbench">,
  saved: Saved,
  { tell, text }: Console,
): void {
  const { order } = workbench.project.graph;
  tell(savedOrNot(saved, revisions.length, text));
  if (stopped) tell(text.cli.recordingStopped(revisions.length, order.length, stopped));
}

/** @returns where the reference is, or where it could not be saved and why */
export function savedOrNot({ path, unsaved }: Saved, count: number, { cli }: Text): string {
  return unsaved === null ? cli.recorded(count, path) : cli.notSaved(path, unsaved);
}

export function unknownRevision(revision: string, seen: Diagnosed): Problem {
  const known = seen.workbench.project.graph.order.map((each) => each.id).join(", ");
  return new Problem("unknown_revision_asked", { revision, known });
}

/** The lines of a recording: the problem at its end tells what a traceback would. */
export function recordingLines({ tell, text }: Console): (line: string) => void {
  let isFirst = true;
  return (line) => {
    // alembic says there that it upgrades: nobody shall take that for the database's.
    if (isFirst) tell(text.cli.recording);
    isFirst = false;
    if (!isTraceback(line)) tell(line);
  };
}
