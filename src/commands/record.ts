/** restamp record: the chain's reference, recorded anew. */

import { isEmptyDelta } from "../core/facts.ts";
import type { ExitCode } from "../core/problem.ts";
import type { RecordedRevision } from "../core/reference.ts";
import { natureOfRevision } from "../core/row-moving.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { Console } from "./console.ts";
import { recordingLines, savedOrNot } from "./headless.ts";

export async function recordCommand(ports: SessionPorts, console: Console): Promise<ExitCode> {
  const workbench = await ports.open();
  const { reference: port, project } = workbench;
  const reference = await port.record(recordingLines(console));
  const saved = await port.save(reference);
  const isSaved = saved.unsaved === null;
  const { cli } = console.text;
  const { stopped } = reference;
  const count = reference.revisions.length;
  if (console.json) {
    console.printJson({
      path: isSaved ? saved.path : null,
      recorded_with: reference.recordedWith,
      stopped: stopped && { revision: stopped.revision, line: stopped.line },
      revisions: reference.revisions.map((revision) => ({
        id: revision.id,
        added: Object.keys(revision.added).length,
        changed: Object.keys(revision.changed).length,
        removed: Object.keys(revision.removed).length,
        no_trace: isEmptyDelta(revision),
        ...natureJson(revision),
      })),
    });
  } else console.print(savedOrNot(saved, count, console.text));
  if (stopped) console.tell(cli.recordingStopped(count, project.graph.order.length, stopped));
  return isSaved && !stopped ? 0 : 1;
}

/** Null where its statements could not be seen. */
function natureJson(revision: RecordedRevision) {
  const nature = natureOfRevision(revision);
  return {
    changes_data: nature?.changesData ?? null,
    transactional: nature?.transactional ?? null,
  };
}
