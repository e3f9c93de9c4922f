/** diagnose and repair on several targets: a few at a time, with one reference and one report. */
import { type ExitCode, Problem } from "../../core/problem.ts";
import { worstExit } from "../../core/worst-exit.ts";
import type { CommandLog } from "../../io/ports/command.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import { type Console, verboseLog } from "../console.ts";
import { tellRecorded } from "../headless.ts";
import { configPathOf, type FormatOptions, formatOf } from "../output-format.ts";
import type { TargetOptions } from "../port-settings.ts";
import type { RepairOptions } from "../repair.ts";
import { fewAtATime } from "./at-a-time.ts";
import { oneReference } from "./one-reference.ts";
import { AT_A_TIME, type GivenTarget, requireOneMeaning, type SeveralOptions } from "./options.ts";
import { type Outcome, outcomeOfProblem } from "./outcome.ts";
import { printReport } from "./report.ts";
import { listenForStops } from "./stops.ts";
import { type Target, targetsOf } from "./targets.ts";
import { diagnoseTarget, repairTarget } from "./work.ts";

export type SeveralGiven = SeveralOptions &
  GivenTarget &
  FormatOptions & { readonly verbose?: boolean };

export interface Surroundings {
  readonly console: Console;
  readonly open: (target: TargetOptions, log: CommandLog) => Promise<SessionPorts>;
}

type Work = (ports: SessionPorts, console: Console, stop: AbortSignal) => Promise<Outcome>;

export function diagnoseTargets(given: SeveralGiven, around: Surroundings): Promise<ExitCode> {
  // Repairs of one database wait for each other; diagnoses only read.
  return forTargets(given, around, { canStop: false, laneOf: ({ name }) => name }, diagnoseTarget);
}

/** @throws Problem consent_missing */
export async function repairTargets(
  given: SeveralGiven & RepairOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { yes, path, stamp } = given;
  if (yes !== true) throw new Problem("consent_missing", around.console.text.cli.repairsNeedYes);
  const options: RepairOptions = { yes, ...(path && { path }), ...(stamp && { stamp }) };
  const laneOf = ({ place }: Target) => JSON.stringify(place);
  return forTargets(given, around, { canStop: true, laneOf }, (ports, console, stop) =>
    repairTarget(ports, console, options, stop),
  );
}

async function forTargets(
  given: SeveralGiven,
  { console, open }: Surroundings,
  { canStop, laneOf }: { canStop: boolean; laneOf: (target: Target) => string },
  work: Work,
): Promise<ExitCode> {
  const { text, tell } = console;
  requireOneMeaning(given, text);
  const targets = targetsOf(given, process.cwd(), process.env, (path) =>
    tell(text.cli.settings.tellsPassword(path)),
  );
  const { parallel = AT_A_TIME, failFast = false } = given;
  const share = oneReference(tell, (saved, reference, workbench) =>
    tellRecorded({ reference, workbench }, saved, console),
  );
  let atWork = 0;
  let hasFailed = false;
  const { halt, stop, end } = listenForStops(canStop, () =>
    tell(text.targets.halted(atWork, canStop)),
  );
  const outcomes = await fewAtATime(
    targets,
    { parallel, laneOf, isHalted: () => halt.aborted || (failFast && hasFailed) },
    async (target) => {
      const own = consoleOf(target, console);
      const log = given.verbose ? verboseLog(own) : () => {};
      atWork += 1;
      const outcome = await work(share(await open(target.options, log)), own, stop).catch(
        (error) => {
          const failed = outcomeOfProblem(error, configPathOf(given.config), text);
          own.tell(failed.said);
          return failed;
        },
      );
      atWork -= 1;
      hasFailed ||= outcome.exit !== 0;
      return outcome;
    },
  );
  end();
  const all = targets.map((target, at) => ({ target, outcome: outcomes[at] ?? null }));
  const codes = outcomes.flatMap(
    (outcome) => outcome?.exit ?? (halt.aborted ? [130 as const] : []),
  );
  const exit = worstExit(codes);
  printReport(all, exit, console, formatOf(given, text));
  return exit;
}

/** Whatever is told of a target is told with its name. */
function consoleOf({ name }: Target, console: Console): Console {
  return { ...console, tell: (line) => console.tell(`[${name}] ${line}`) };
}
