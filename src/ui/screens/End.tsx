import { visible } from "../../core/display.ts";
import type { ReportScreen, SavedReport, VerifyScreen } from "../../session/screens/state.ts";
import { Command } from "../components/Command.tsx";
import { Labelled, ProblemView } from "../components/ProblemView.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useTheme } from "../theme.ts";
import { Differences } from "./Chain.tsx";

export function Verify({ screen: { outcome } }: { screen: VerifyScreen }) {
  const { text, symbols } = useTheme();
  const { verify } = text.screens;
  const { verification } = outcome;
  if (!verification) return null;
  const { current, diagnosis, expectedTables, faults } = verification;
  return (
    <Stack>
      {!verification.verified && <Notice tone="bad">{verify.bad}</Notice>}
      {verification.verified && (
        <Notice tone={faults.length === 0 ? "good" : "warning"}>
          {faults.length === 0 ? verify.good : verify.left}
        </Notice>
      )}
      {faults.length > 0 && <Differences differences={faults} />}
      <Column>
        <Words tone="accent">{verify.tables}</Words>
        {expectedTables.map(({ identity, there }) => (
          <Words key={identity} tone={there ? "plain" : "bad"}>
            {`${there ? symbols.good : symbols.bad} ${visible(identity)}`}
          </Words>
        ))}
        {diagnosis.unmanaged.length > 0 && (
          <Words tone="muted">{verify.extra(diagnosis.unmanaged.length)}</Words>
        )}
      </Column>
      <Command
        kind="command"
        text={current.shown}
        output={current.exitCode === 0 ? current.output : current.lines}
      />
      <Words>
        {diagnosis.stamp?.length
          ? verify.stamp(diagnosis.stamp.map(visible).join(", "))
          : verify.noStamp}
      </Words>
    </Stack>
  );
}

export function Report({ screen: { seen, plan, outcome, report } }: { screen: ReportScreen }) {
  const { text } = useTheme();
  const texts = text.screens.report;
  const { diagnosis } = seen;
  const [was] = text.diagnosis.sentences[diagnosis.verdict](diagnosis);
  const now = outcome.verification?.diagnosis;
  const did = plan.steps.slice(0, outcome.done).map((step) => text.plan.steps[step.purpose]);
  return (
    <Stack>
      {outcome.problem ? (
        <ProblemView problem={outcome.problem} />
      ) : (
        <Notice tone="good">{text.cli.repaired}</Notice>
      )}
      <Column>
        <Labelled label={texts.was}>{was}</Labelled>
        <Labelled label={texts.did}>{did.length > 0 ? did.join("; ") : text.report.none}</Labelled>
        {now && (
          <Labelled label={texts.is}>{text.diagnosis.sentences[now.verdict](now)[0]}</Labelled>
        )}
      </Column>
      {outcome.putBack && <Words>{text.report.putBack}</Words>}
      {outcome.backup && (
        <Column>
          {text.backup.made(outcome.backup).map((line) => (
            <Words key={line}>{visible(line)}</Words>
          ))}
        </Column>
      )}
      <SavedLine report={report} hasRun={outcome.begun > 0} />
    </Stack>
  );
}

function SavedLine({ report, hasRun }: { report: SavedReport | null; hasRun: boolean }) {
  const { report: texts } = useTheme().text.screens;
  if (report === null) return <Words tone="muted">{texts.saving}</Words>;
  if ("problem" in report) return <ProblemView problem={report.problem} />;
  return (
    <Column>
      <Words>{texts.saved(report.path)}</Words>
      {hasRun && <Words tone="muted">{texts.undo}</Words>}
    </Column>
  );
}
