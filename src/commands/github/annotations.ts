/** What a deployment job is told: a problem, or a diagnosis with its findings. */
import { isAbsolute, join, relative, resolve } from "node:path";
import { concernedRevision } from "../../core/diagnosis/concerned.ts";
import type { Problem } from "../../core/problem.ts";
import { revisionLine } from "../../io/project/script-line.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import type { Text } from "../../text/index.ts";
import { diagnosisParts } from "../diagnosis-lines.ts";
import type { Annotation } from "./workflow-command.ts";

/** Where a job keeps the repository; by hand, where the operator stands. */
const rootFolder = () => process.env["GITHUB_WORKSPACE"] || process.cwd();

/** @returns none for a healthy database of which there is nothing else to say */
export function diagnosisAnnotations(seen: Diagnosed, text: Text): Annotation[] {
  const { diagnosis } = seen;
  const { sentences, state, drift, schemas, advice } = diagnosisParts(seen, text);
  const { verdict } = diagnosis;
  const findings = diagnosis.findings.map(
    (finding): Annotation => ({
      level: "warning",
      title: text.diagnosis.titles[verdict],
      message: text.diagnosis.finding(finding),
      ...placeOf(finding.items.find((item) => seen.graph.byId.has(item)) ?? null, seen),
    }),
  );
  if (verdict === "healthy") return findings;
  const lines = [sentences, ...state, ...drift.slice(0, MOST_LINES), ...schemas, advice];
  return [
    {
      level: verdict === "pending" ? "notice" : "error",
      title: text.diagnosis.titles[verdict],
      message: lines.join("\n"),
      ...placeOf(concernedRevision(diagnosis), seen),
    },
    ...findings,
  ];
}

/** An annotation is cut off at 64 KB, and nobody reads that many. */
const MOST_LINES = 20;

/** @param configPath alembic.ini, where it can be found */
export function problemAnnotation(
  problem: Problem,
  configPath: string | null,
  text: Text,
): Annotation {
  const { what, why, next } = text.problems[problem.code](problem.details);
  const { path } = problem.details;
  // A script is named as the project calls it.
  const named = path?.endsWith(".py") && configPath ? join(configPath, "..", path) : null;
  const file = named ?? configPath;
  const message = [why, next].filter((line) => line !== "").join("\n");
  const line = named === null ? null : revisionLine(named);
  return { level: "error", title: what, message, file: file && fromRoot(file), line };
}

function placeOf(id: string | null, seen: Diagnosed): Pick<Annotation, "file" | "line"> {
  const { project } = seen.workbench;
  const script = id === null ? undefined : seen.graph.byId.get(id)?.path;
  if (script === undefined) return { file: fromRoot(project.configPath), line: null };
  const path = resolve(project.directory, script);
  return { file: fromRoot(path), line: revisionLine(path) };
}

/** A file outside the repository keeps its whole path. */
function fromRoot(path: string): string {
  const inside = relative(rootFolder(), path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
