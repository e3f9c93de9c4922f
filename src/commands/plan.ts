/** restamp plan: what repair would run, step by step. */
import { visible } from "../core/display.ts";
import { makePlan, planOf } from "../core/plan/make-plan.ts";
import { pathOptions, recommendedPath, sameHeads, whyAsked } from "../core/plan/options.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { PathName, Plan, RepairPath } from "../core/plan/types.ts";
import { type ExitCode, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { exitCodeOfDiagnosis } from "../session/screens/exit-code.ts";
import { requireReadableStamp } from "../session/stages/readable-stamp.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import type { Text } from "../text/index.ts";
import type { Console } from "./console.ts";
import { diagnoseQuietly, unknownRevision } from "./headless.ts";
import { diagnosisJson, planJson } from "./json.ts";

export interface PathOptions {
  readonly path?: RepairPath;
  readonly stamp?: readonly string[];
}

export async function planCommand(
  ports: SessionPorts,
  console: Console,
  options: PathOptions,
): Promise<ExitCode> {
  const seen = await diagnoseQuietly(ports, console);
  const { text } = console;
  if (await seen.workbench.database.isUnderRepair()) console.tell(text.cli.underRepair);
  const plan = planFor(seen, options, text);
  if (console.json) {
    const chosen =
      plan === null ? {} : { recommended: { path: plan.path, ...planJson(plan, seen, text) } };
    console.printJson({ ...diagnosisJson(seen, text), ...chosen });
  } else {
    for (const line of planLines(plan, seen, text)) console.print(line);
  }
  return exitCodeOfDiagnosis(seen.diagnosis);
}

/**
 * @returns the plan for what was asked, else the recommended one; null when nothing is to be done
 * @throws Problem version_table_unreadable, choice_needed, path_refused, unknown_revision_asked
 */
export function planFor(seen: Diagnosed, asked: PathOptions, text: Text): Plan | null {
  const { graph } = seen.workbench.project;
  requireReadableStamp(seen.snapshot, seen.server);
  const unknown = asked.stamp?.find((id) => id !== "base" && !graph.byId.has(id));
  if (unknown !== undefined) throw unknownRevision(unknown, seen);
  const path = asked.path ?? (asked.stamp ? "adopt" : undefined);
  if (path === undefined) {
    const recommended = recommendedPath(seen);
    if (recommended === "ask") {
      throw choiceNeeded(text.plan.reasons[whyAsked(seen)], seen, text);
    }
    return planOf(seen, recommended);
  }
  const option = pathOptions(seen).find((each) => each.path === path);
  if (!option || option.refusal) {
    const why = option?.refusal
      ? text.plan.refusal(option.refusal)
      : text.plan.refusal({ reason: whyNone(path, seen) });
    throw new Problem("path_refused", { path, why });
  }
  if (path !== "adopt") return makePlan(seen, { path });
  const heads = asked.stamp?.filter((id) => id !== "base");
  const [only, another] = option.candidates;
  if (heads === undefined && another) {
    throw choiceNeeded(text.plan.candidates.why, seen, text);
  }
  const chosen = heads ?? only ?? [];
  if (!option.candidates.some((candidate) => sameHeads(candidate, chosen))) {
    throw new Problem("path_refused", { path, why: text.cli.notACandidate(chosen.join(", ")) });
  }
  return makePlan(seen, { path, heads: chosen });
}

/** A path that is no option here. */
function whyNone(path: PathName, { diagnosis }: Diagnosed) {
  if (path === "replay") return "nothing_missing";
  return diagnosis.verdict === "healthy" ? "already_right" : "stamp_not_right";
}

/** Says what may be named, where something may: a stamp that the schema does not prove is refused. */
function choiceNeeded(why: string, seen: Diagnosed, { cli }: Text): Problem {
  const schemas = seen.diagnosis.schemas.map(({ schema }) => visible(schema));
  if (schemas.length > 0) return new Problem("choice_needed", cli.askSchema(why, schemas));
  const adopt = pathOptions(seen).find(({ path }) => path === "adopt");
  const stamps = adopt?.refusal === null ? adopt.candidates : [];
  return new Problem(
    "choice_needed",
    cli.ask(
      why,
      stamps.map((heads) => heads.join(" ") || "base"),
    ),
  );
}

function planLines(plan: Plan | null, seen: Diagnosed, text: Text): string[] {
  if (plan === null) return [text.cli.nothingToRepair];
  const steps = plan.steps.flatMap((step, index) => [
    `${index + 1}. ${text.plan.steps[step.purpose]} (${text.plan.danger[step.danger]})`,
    ...shownLines(step.action, seen.workbench.alembic.shown).map((line) => `     ${visible(line)}`),
  ]);
  return [...steps, text.cli.planned];
}
