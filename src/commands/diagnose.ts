/** restamp diagnose: read-only; what is wrong and how sure that is. */

import type { Diagnosis } from "../core/diagnosis/types.ts";
import { provenHeads, recommendedPath } from "../core/plan/options.ts";
import type { ExitCode } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports.ts";
import { exitCodeOfDiagnosis } from "../session/exit-code.ts";
import type { Diagnosed } from "../session/stages.ts";
import type { Console } from "./console.ts";
import { diagnoseQuietly } from "./headless.ts";
import { diagnosisJson } from "./json.ts";

export async function diagnoseCommand(ports: SessionPorts, console: Console): Promise<ExitCode> {
  const seen = await diagnoseQuietly(ports, console);
  if (console.json) console.printJson(diagnosisJson(seen, console.text));
  else for (const line of summary(seen, console)) console.print(line);
  return exitCodeOfDiagnosis(seen.diagnosis);
}

function summary(seen: Diagnosed, { text }: Console): string[] {
  const { diagnosis } = seen;
  const words = text.cli.diagnose;
  const [what, means] = text.diagnosis.sentences[diagnosis.verdict](diagnosis);
  const path = recommendedPath(seen);
  const advice =
    path === "none" ? words.nothing : path === "ask" ? words.person : text.plan.paths[path].name;
  const stamp = stampText(diagnosis, words);
  return [
    `${text.diagnosis.titles[diagnosis.verdict]}. ${what} ${means}`,
    `${words.stamp}${stamp}`,
    `${words.schema}${schemaText(seen, words)}`,
    ...diagnosis.revisions.map(
      ({ id, message, verdict }) =>
        `  ${text.diagnosis.marks[verdict].padEnd(10)}${id}  ${message}`,
    ),
    ...(diagnosis.evidence.candidates.length > 0 && diagnosis.drift.length === 0
      ? []
      : diagnosis.drift.map(({ key, change }) => `  ${text.diagnosis.difference[change](key)}`)),
    ...diagnosis.findings.map((finding) => text.diagnosis.finding(finding)),
    ...schemaLines(diagnosis, text),
    `${words.recommended}${advice}`,
  ];
}

function stampText(
  { stamp, verdict }: Diagnosis,
  words: Console["text"]["cli"]["diagnose"],
): string {
  if (verdict === "several_version_tables") return words.severalTables;
  return stamp === null ? words.noTable : stamp.join(", ") || words.none;
}

function schemaLines({ schemas }: Diagnosis, { diagnosis: words }: Console["text"]): string[] {
  if (schemas.length === 0) return [];
  return [
    words.schemas.title,
    ...schemas.map(
      (each) => `  ${words.schemas.row(each.schema, each.stamp, words.titles[each.verdict])}`,
    ),
    words.schemas.next,
  ];
}

function schemaText({ diagnosis }: Diagnosed, words: Console["text"]["cli"]["diagnose"]): string {
  const proven = provenHeads(diagnosis);
  if (proven) return proven.join(", ") || words.none;
  const { length } = diagnosis.evidence.candidates;
  return length > 1 ? words.fits(length) : words.notProven;
}
