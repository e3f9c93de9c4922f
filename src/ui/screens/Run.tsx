import { visible } from "../../core/display.ts";
import type { Intent } from "../../session/screens/messages.ts";
import type { RunScreen, StepProgress } from "../../session/screens/state.ts";
import { OutputLines } from "../components/Command.tsx";
import { ProblemView } from "../components/ProblemView.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { type Tone, useTheme } from "../theme.ts";
import { Ending } from "./Ending.tsx";

const TONES: Record<StepProgress["status"], Tone> = {
  waiting: "muted",
  running: "accent",
  done: "good",
  failed: "bad",
};

/** The last lines of output that are shown; the log has all of them. */
const MOST_LINES = 10;

interface RunProps {
  readonly screen: RunScreen;
  readonly send: (intent: Intent) => void;
}

export function Run({ screen, send }: RunProps) {
  const { text, symbols, linear } = useTheme();
  const { run } = text.screens;
  const { plan, backup, steps, lines, outcome } = screen;
  const done = steps.filter((step) => step.status === "done").length;
  const marks = {
    waiting: symbols.waiting,
    running: symbols.busy,
    done: symbols.good,
    failed: symbols.bad,
  };
  const elapsed = outcome ? outcome.took : screen.now - screen.startedAt;
  return (
    <Stack>
      {backup && <BackupLines backup={backup} />}
      <Column>
        {plan.steps.map((step, index) => {
          const { status, took } = steps[index] ?? { status: "waiting" as const, took: null };
          const time = took === null ? "" : `  ${run.elapsed(seconds(took))}`;
          return (
            <Words key={step.id} tone={TONES[status]}>
              {`${marks[status]} ${text.plan.steps[step.purpose]}${time}`}
            </Words>
          );
        })}
        <Words tone="muted">
          {linear && outcome === null
            ? // Whatever changes is read out: a clock would drown all else.
              run.running(done, steps.length)
            : `${run.running(done, steps.length)}, ${run.elapsed(seconds(elapsed))}`}
        </Words>
      </Column>
      <Waiting blockers={screen.blockers} />
      {screen.ending && <Ending ending={screen.ending} send={send} />}
      {outcome === null && screen.stop !== "no" && (
        <Notice tone="warning">{run.stop[screen.stop]}</Notice>
      )}
      {outcome?.problem && <ProblemView problem={outcome.problem} />}
      {outcome && !outcome.problem && <Notice tone="good">{run.ended}</Notice>}
      {outcome?.problem && <Words>{run.failed}</Words>}
      {lines.length > 0 && <OutputLines lines={lines} most={MOST_LINES} />}
    </Stack>
  );
}

function Waiting({ blockers }: { blockers: RunScreen["blockers"] }) {
  const { blockers: words } = useTheme().text;
  if (blockers.length === 0) return null;
  return (
    <Column>
      {blockers.map((blocker) => (
        <Column key={blocker.pid}>
          <Notice tone="warning">{words.waiting(words.who(blocker))}</Notice>
          {blocker.query !== "" && <Words tone="muted">{words.query(blocker.query)}</Words>}
        </Column>
      ))}
      <Words>{words.advice}</Words>
    </Column>
  );
}

function BackupLines({ backup }: { backup: NonNullable<RunScreen["backup"]> }) {
  const { text, symbols, linear } = useTheme();
  if ("phase" in backup) {
    // Bytes that are counted up would be read out, one number after the other.
    const said =
      linear && backup.phase === "dumping" ? text.backup.dumping : text.backup.progress(backup);
    return <Words tone="accent">{`${symbols.busy} ${said}`}</Words>;
  }
  return (
    <Column>
      {text.backup.made(backup).map((line) => (
        <Words key={line} tone="good">{`${symbols.good} ${visible(line)}`}</Words>
      ))}
    </Column>
  );
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
