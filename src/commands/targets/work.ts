/** What is done with one of several targets: the commands themselves, with their output kept. */
import type { ExitCode } from "../../core/problem.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import { exitCodeOfDiagnosis } from "../../session/screens/exit-code.ts";
import type { Console } from "../console.ts";
import { diagnosisParts } from "../diagnosis-lines.ts";
import { diagnosisAnnotations } from "../github/annotations.ts";
import { diagnoseQuietly } from "../headless.ts";
import { diagnosisJson, type ProblemJson } from "../json.ts";
import { type RepairOptions, repairCommand } from "../repair.ts";
import { type Outcome, problemLines } from "./outcome.ts";
import type { Place } from "./targets.ts";

/** @throws Problem */
export async function diagnoseTarget(ports: SessionPorts, console: Console): Promise<Outcome> {
  const { text } = console;
  const seen = await diagnoseQuietly(ports, console);
  const { sentences, state, drift, findings, schemas, advice } = diagnosisParts(seen, text);
  const { host, port, database } = seen.server;
  const said = text.diagnosis.titles[seen.diagnosis.verdict];
  console.tell(said);
  return {
    exit: exitCodeOfDiagnosis(seen.diagnosis),
    said,
    details: [sentences, ...state, ...drift, ...findings, ...schemas, advice],
    annotations: diagnosisAnnotations(seen, text),
    place: { host, port, database },
    json: { result: diagnosisJson(seen, text) },
  };
}

/** What repair prints as JSON, as far as it is read here. */
interface RepairJson {
  readonly database: { readonly name: string; readonly host: string; readonly port: number };
  readonly ran: readonly unknown[];
  readonly error?: ProblemJson;
}

/** @throws Problem */
export async function repairTarget(
  ports: SessionPorts,
  console: Console,
  options: RepairOptions,
  stop: AbortSignal,
): Promise<Outcome> {
  const { text } = console;
  const printed: RepairJson[] = [];
  const keeping = {
    ...console,
    json: true,
    printJson: (value: unknown) => void printed.push(value as RepairJson),
  };
  const exit: ExitCode = await repairCommand(ports, keeping, options, () => stop);
  const { error, ...result } = printed[0] as RepairJson;
  const { cli } = text;
  const { name: database, host, port } = result.database;
  const place: Place = { host, port, database };
  if (error) {
    const details = problemLines(error, text);
    return { exit, said: error.what, details, annotations: [], place, json: { result, error } };
  }
  const said = result.ran.length > 0 ? cli.repaired : cli.nothingToRepair;
  return { exit, said, details: [], annotations: [], place, json: { result } };
}
