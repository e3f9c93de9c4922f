/** The exit code of a session that is left from a screen: docs/operators/en/command-line.md. */
import type { Diagnosis } from "../../core/diagnosis/types.ts";
import type { ExitCode } from "../../core/problem.ts";
import type { Screen } from "./state.ts";

export function exitCodeOfDiagnosis({ verdict }: Diagnosis): ExitCode {
  return verdict === "healthy" || verdict === "pending" ? 0 : 1;
}

export function exitCodeOnLeaving(screen: Screen): ExitCode {
  switch (screen.name) {
    case "connection":
      return screen.phase === "failed" ? screen.problem.exitCode : 1;
    case "undo":
      if (screen.phase === "failed") return screen.problem.exitCode;
      return screen.phase === "done" ? 0 : 1;
    case "stamp":
    case "tables":
      return screen.phase === "failed" ? screen.problem.exitCode : 1;
    case "chain":
    case "path":
    case "clear":
    case "candidate":
    case "review":
    case "consent":
      return exitCodeOfDiagnosis(screen.seen.diagnosis);
    case "run":
    case "verify":
    case "report":
      return screen.outcome?.problem ? screen.outcome.problem.exitCode : 0;
  }
}
