/** Whether an undo would still do what was shown and consented to. */
import type { Undo } from "./undo.ts";

export function isSameUndo(shown: Undo, now: Undo): boolean {
  return JSON.stringify(told(shown)) === JSON.stringify(told(now));
}

/** Of tables that go, that they have rows: not the estimate, which autovacuum renews at any time. */
function told(undo: Undo): unknown {
  if (undo.kind !== "drop") return undo;
  return { ...undo, loses: undo.loses.map(({ identity, hasRows }) => [identity, hasRows]) };
}
