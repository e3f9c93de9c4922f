/** restamp diagnose: read-only; what is wrong and how sure that is. */
import type { ExitCode } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { exitCodeOfDiagnosis } from "../session/screens/exit-code.ts";
import type { Console } from "./console.ts";
import { diagnosisLines, headline } from "./diagnosis-lines.ts";
import { diagnosisAnnotations } from "./github/annotations.ts";
import { workflowCommand } from "./github/workflow-command.ts";
import { diagnoseQuietly } from "./headless.ts";
import { diagnosisJson } from "./json.ts";
import type { OutputFormat } from "./output-format.ts";

export async function diagnoseCommand(
  ports: SessionPorts,
  console: Console,
  format: OutputFormat,
): Promise<ExitCode> {
  const seen = await diagnoseQuietly(ports, console);
  const { text } = console;
  if (format === "json") console.printJson(diagnosisJson(seen, text));
  else if (format === "text") for (const line of diagnosisLines(seen, text)) console.print(line);
  else {
    // A healthy database is no annotation: the job's log says so in a line.
    if (seen.diagnosis.verdict === "healthy") console.print(headline(seen, text));
    for (const each of diagnosisAnnotations(seen, text)) console.print(workflowCommand(each));
  }
  return exitCodeOfDiagnosis(seen.diagnosis);
}
