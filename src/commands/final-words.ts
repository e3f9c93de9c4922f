/** What stays on the terminal when the wizard is gone. */
import { visible } from "../core/display.ts";
import type { SessionState } from "../session/screens/state.ts";
import type { Text } from "../text/index.ts";

export function finalWords({ screen, exitCode, hasActed }: SessionState, text: Text): string[] {
  const words = hasActed ? text.cli.acted : text.cli.goodbye;
  if ("outcome" in screen && screen.outcome) {
    const { problem } = screen.outcome;
    const result = problem ? text.problems[problem.code](problem.details).what : text.cli.repaired;
    const { report } = screen;
    const saved = report && "path" in report ? [text.screens.report.saved(report.path)] : [];
    return [result, ...saved].map(visible);
  }
  if (
    (screen.name === "connection" || screen.name === "stamp" || screen.name === "tables") &&
    screen.phase === "failed"
  ) {
    const { what, next } = text.problems[screen.problem.code](screen.problem.details);
    return [what, next, ...(hasActed ? [words] : [])].map(visible);
  }
  if (exitCode !== 0 || hasActed) return [words];
  return "seen" in screen && "diagnosis" in screen.seen ? [text.cli.nothingToRepair] : [];
}
