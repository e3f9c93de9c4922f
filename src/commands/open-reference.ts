/** Wires a project's reference: where it is kept, and how it is recorded. */
import { basename, dirname, join, resolve } from "node:path";
import type { DatabaseUrl } from "../core/database-url.ts";
import type { Reference } from "../core/reference.ts";
import type { Alembic } from "../io/alembic/alembic.ts";
import type { ReferencePort } from "../io/ports/reference.ts";
import { readBaseline } from "../io/project/baseline-file.ts";
import { isDefaultConfig } from "../io/project/find-config.ts";
import type { FoundProject } from "../io/project/find-project.ts";
import { loadReference, REFERENCE_FILE, saveReference } from "../io/project/reference-file.ts";
import { replayConditions } from "../io/project/replay-conditions.ts";
import type { Text } from "../text/index.ts";
import type { TargetOptions } from "./port-settings.ts";

interface ReferenceSettings {
  readonly target: TargetOptions;
  /** The folder in which the operator stands. */
  readonly from: string;
  readonly project: FoundProject;
  readonly url: DatabaseUrl;
  readonly alembic: Alembic;
  readonly text: Text;
  /** Whether the project is a sandbox's, and gone with it. */
  readonly isSandbox: boolean;
}

/** @returns the port, and the path of the file */
export function openReference(settings: ReferenceSettings): ReferencePort & { path: string } {
  const { target, from, project } = settings;
  const path = target.reference ? resolve(from, target.reference) : referencePath(project);
  const baseline = readBaseline(dirname(path));
  return {
    path,
    baseline: baseline?.sha256 ?? null,
    load: async () => loadReference(path),
    save: async (recorded) => saveReference(path, recorded),
    record: (onLine) => record(settings, baseline, onLine),
  };
}

async function record(
  { target, project, url, alembic, isSandbox, text: { cli } }: ReferenceSettings,
  baseline: ReturnType<typeof readBaseline>,
  onLine: (line: string) => void,
): Promise<Reference> {
  const { graph } = project;
  // What starts servers is loaded where one is needed.
  const { recordReference } = await import("../io/shadow/record.ts");
  const { openShadows, parseShadowPlace } = await import("../io/shadow/shadows.ts");
  const shadows = openShadows(parseShadowPlace(target.shadow), {
    own: url,
    conditions: replayConditions(project, {
      extra: target.x ?? [],
      schema: target.schema,
      driver: url.driver,
      baseline: baseline?.sha256 ?? null,
    }),
    known: target.all || isSandbox ? null : graph,
    keeps: !isSandbox,
    onRemoved: (names) => onLine(cli.leftBehindRemoved(names)),
  });
  let recorded: Reference | null = null;
  try {
    recorded = await recordReference({
      alembic,
      graph,
      openShadow: shadows.open,
      baseline,
      onLine,
      onKnown: (count) => onLine(cli.replayingTheRest(count, graph.order.length)),
    });
    return recorded;
  } finally {
    await shadows.close(recorded);
  }
}

/** One file per alembic.ini: a folder may hold several. */
function referencePath({ configPath }: FoundProject): string {
  const isDefault = isDefaultConfig(configPath);
  const file = isDefault ? REFERENCE_FILE : `${basename(configPath)}.${REFERENCE_FILE}`;
  return join(dirname(configPath), file);
}
