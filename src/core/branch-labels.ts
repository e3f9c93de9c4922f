/** Branch labels, as `depends_on` may name them. */
import type { Revision } from "./revision-graph.ts";

export interface LabelledRevision extends Revision {
  /** Of its own script. Alembic hands them on along the branch; `depends_on` means this one. */
  readonly branchLabels: readonly string[];
}

/**
 * @returns the revisions, with each branch label in `depends_on` replaced by the revision whose
 *   script carries it (RevisionMap._add_depends_on in alembic/script/revision.py, 1.8 to 1.20)
 */
export function withLabelsResolved(revisions: readonly LabelledRevision[]): Revision[] {
  const ids = new Set(revisions.map(({ id }) => id));
  const carriers = new Map(
    revisions.flatMap(({ id, branchLabels }) => branchLabels.map((label) => [label, id] as const)),
  );
  const resolved = (name: string) => (ids.has(name) ? name : (carriers.get(name) ?? name));
  return revisions.map(({ branchLabels: _, ...revision }) => ({
    ...revision,
    dependsOn: revision.dependsOn.map(resolved),
  }));
}
