/** Tells a run without a screen, line by line. */
import { visible } from "../core/display.ts";
import type { Plan } from "../core/plan/types.ts";
import type { RunEvent } from "../session/run/run.ts";
import type { Console } from "./console.ts";

/** @param warnings are told before the first step, and not where none is run */
export function runTeller(
  plan: Plan,
  warnings: readonly string[],
  { text, tell }: Console,
): (event: RunEvent) => void {
  let phase = "";
  return (event) => {
    switch (event.event) {
      case "backup":
        // Not every byte.
        if (event.progress.phase !== phase) {
          const { dumping, progress } = text.backup;
          tell(event.progress.phase === "dumping" ? dumping : progress(event.progress));
        }
        phase = event.progress.phase;
        break;
      case "backed_up":
        for (const each of text.backup.made(event.backup)) tell(visible(each));
        break;
      case "step_started": {
        const step = plan.steps[event.index];
        if (event.index === 0) for (const each of warnings) tell(each);
        if (step) tell(text.cli.steps.running(text.plan.steps[step.purpose]));
        break;
      }
      case "blocked": {
        const { who, waiting, query, adviceAlone } = text.blockers;
        for (const blocker of event.blockers) {
          tell(`  ${waiting(who(blocker))}`);
          if (blocker.query !== "") tell(`  ${query(blocker.query)}`);
        }
        if (event.blockers.length > 0) tell(`  ${adviceAlone}`);
        break;
      }
      case "line":
        tell(`  ${event.line}`);
        break;
      case "step_done":
        tell(text.cli.steps.done((event.took / 1000).toFixed(1)));
        break;
      case "ended":
        break;
    }
  };
}
