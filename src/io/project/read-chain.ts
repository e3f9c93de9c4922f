/** Reads a project's chain: from its scripts as they are, or as Alembic says when that fails. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type LabelledRevision, withLabelsResolved } from "../../core/branch-labels.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import {
  buildGraph,
  type GraphFault,
  isGraphFault,
  type RevisionGraph,
} from "../../core/revision-graph.ts";
import {
  isUnreadable,
  type RevisionScript,
  readRevisionScript,
} from "../../core/revision-script.ts";

/** Where the scripts are. */
export interface ScriptPlaces {
  readonly directory: string;
  readonly versionsPath: string;
  readonly folders: readonly string[];
  /** Why there are no folders; null when there are. */
  readonly missing: Problem | null;
}

/** A script as Alembic has loaded it. */
interface LoadedScript extends RevisionScript {
  readonly path: string;
}

/**
 * @returns the chain, read without running any of it; or what cannot be read so, but which Alembic
 *   may be able to load
 * @throws Problem config_unreadable, chain_duplicate, chain_cycle
 */
export function readChain(places: ScriptPlaces): RevisionGraph | Problem {
  if (places.missing) return places.missing;
  const revisions: LabelledRevision[] = [];
  for (const path of scriptPaths(places)) {
    const shown = shownPath(places, path);
    const source = readSource(path, shown);
    const script = readRevisionScript(source.toString("utf8"));
    if (script === null) continue;
    if (isUnreadable(script)) {
      const { name, found } = script;
      return new Problem("script_unreadable", { path: shown, name, found: visible(found) });
    }
    revisions.push(asRevision(script, shown, source));
  }
  const graph = buildGraph(withLabelsResolved(revisions));
  if (!isGraphFault(graph)) return graph;
  const problem = chainProblem(graph, places.versionsPath);
  // env.py may name more folders, and a label may be no literal: Alembic knows.
  if (graph.fault === "empty" || graph.fault === "missing_parent") return problem;
  throw problem;
}

/**
 * @param load gives the scripts in Alembic's own order, or null when it cannot load them
 * @returns the chain as Alembic sees it
 * @throws what reading the scripts ended with, when they cannot be loaded or are not to be found
 *   here, such as in a container
 */
export async function askForChain(
  places: ScriptPlaces,
  { loadScripts }: { loadScripts(): Promise<readonly LoadedScript[] | null> },
  unreadable: Problem,
): Promise<RevisionGraph> {
  const loaded = await loadScripts().catch(() => null);
  if (loaded === null || loaded.length === 0) throw unreadable;
  const here = new Map(scriptPaths(places).map((path) => [basename(path), path]));
  const revisions = loaded.map((script) => {
    const path = existsSync(script.path) ? script.path : here.get(basename(script.path));
    if (path === undefined) throw unreadable;
    const shown = shownPath(places, path);
    return asRevision(script, shown, readSource(path, shown));
  });
  return asGraph(revisions, places);
}

function asGraph(revisions: readonly LabelledRevision[], { versionsPath }: ScriptPlaces) {
  const graph = buildGraph(withLabelsResolved(revisions));
  if (isGraphFault(graph)) throw chainProblem(graph, versionsPath);
  return graph;
}

function scriptPaths({ folders }: ScriptPlaces): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      // As Alembic chooses them (`_only_source_rev_file` in alembic/script/base.py, 1.20.1).
      .filter((name) => name.endsWith(".py") && !/^(?:\.#|__init__)/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

function asRevision(script: RevisionScript, path: string, source: Buffer): LabelledRevision {
  const { id, message, downRevisions, dependsOn, branchLabels } = script;
  const sha256 = createHash("sha256").update(source).digest("hex");
  return { id, message: visible(message), downRevisions, dependsOn, branchLabels, path, sha256 };
}

function shownPath({ directory }: ScriptPlaces, path: string): string {
  return visible(relative(directory, path));
}

function readSource(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path: shown, reason }, error);
  }
}

function chainProblem(fault: GraphFault, versionsPath: string): Problem {
  switch (fault.fault) {
    case "empty":
      return new Problem("chain_empty", { path: versionsPath });
    case "duplicate":
      return new Problem("chain_duplicate", { id: fault.id, paths: fault.paths.join(", ") });
    case "missing_parent":
      return new Problem("chain_missing_parent", {
        id: fault.id,
        path: fault.path,
        parent: fault.parent,
      });
    case "cycle":
      return new Problem("chain_cycle", { ids: fault.ids.join(", ") });
  }
}
