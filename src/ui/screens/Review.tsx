import { Box } from "ink";
import { useMemo } from "react";
import { visible } from "../../core/display.ts";
import { shownLines } from "../../core/plan/steps.ts";
import type { Plan, Step } from "../../core/plan/types.ts";
import { rowMovingRevisions } from "../../core/row-moving.ts";
import { readiness, rowsAtStake } from "../../session/screens/consent.ts";
import type { Intent } from "../../session/screens/messages.ts";
import type { ConsentScreen, ReviewScreen } from "../../session/screens/state.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import { Command } from "../components/Command.tsx";
import { ProblemView } from "../components/ProblemView.tsx";
import { TextField } from "../components/TextField.tsx";
import { Column, Notice, Stack, Toned, Words } from "../components/Words.tsx";
import { useText, useTheme } from "../theme.ts";
import { Changes, Offer, Rehearsed } from "./Safety.tsx";

export function Review({ screen }: { screen: ReviewScreen }) {
  const { seen, plan, backup } = screen;
  const text = useText();
  const { review } = text.screens;
  const ready = readiness(screen);
  const stake = rowsAtStake(seen, plan);
  const rowMoving = useMemo(() => rowMovingRevisions(seen.reference), [seen.reference]);
  const { present, unseen } = seen.diagnosis;
  // Where nothing has run there are no rows yet that a revision could move.
  const moving =
    present.length + unseen.length > 0
      ? rowMoving.filter((id) => plan.revisionsToRun.includes(id))
      : [];
  const rights = seen.checks.find(({ name }) => name === "rights");
  const drops = plan.steps.some((step) => step.purpose.startsWith("drop_"));
  return (
    <Stack>
      <Words>{review.intro}</Words>
      {plan.steps.map((step, index) => (
        <PlannedStep
          key={step.id}
          number={index + 1}
          step={step}
          seen={seen}
          runs={runsAtOnce(plan)}
          rehearsed={rehearsedStep(screen, index)}
        />
      ))}
      {plan.putBack !== null && <Words>{review.putBack}</Words>}
      {plan.leaves.length > 0 && <Words>{review.leaves(plan.leaves.map(visible))}</Words>}
      {rights?.outcome === "warning" && (
        <Notice tone="warning">{text.checks.warned.rights(rights.details)}</Notice>
      )}
      <Column>
        {stake.length > 0 ? (
          <Notice tone="bad">{review.destroys(stake.map(visible).join(", "))}</Notice>
        ) : (
          <Words>{drops ? review.dropsNoRows : review.keepsRows(moving)}</Words>
        )}
        <Rehearsed screen={screen} />
        <Offer backup={backup} />
        <Words tone="accent">{review.ready[ready]}</Words>
      </Column>
      <Changes rehearsal={screen.rehearsal} />
    </Stack>
  );
}

/** The revisions that the upgrade runs: a missing one runs in a step of its own. */
function runsAtOnce({ steps, revisionsToRun }: Plan): string[] {
  const alone = steps.flatMap(({ purpose, action }) =>
    purpose === "run_missing" && action.kind === "alembic" ? action.args : [],
  );
  return revisionsToRun.filter((id) => !alone.includes(id));
}

interface PlannedStepProps {
  readonly number: number;
  readonly step: Step;
  readonly seen: Diagnosed;
  readonly runs: readonly string[];
  /** How it went on the clone; null where it was not tried there, or not yet. */
  readonly rehearsed: { readonly took: number | null } | null;
}

/** A step that was not reached says nothing: the one before it failed. */
function rehearsedStep({ rehearsal }: ReviewScreen, index: number): PlannedStepProps["rehearsed"] {
  if (rehearsal.kind !== "rehearsed") return null;
  const { took } = rehearsal.rehearsal;
  const failed = took.indexOf(null);
  return failed >= 0 && index > failed ? null : { took: took[index] ?? null };
}

function PlannedStep({ number, step, seen, runs, rehearsed }: PlannedStepProps) {
  const { text, symbols } = useTheme();
  const { alembic } = seen.workbench;
  return (
    <Column>
      <Words tone="accent">
        {`${number}. ${text.plan.steps[step.purpose]}`}
        <Toned
          tone={step.danger === "destroys" ? "bad" : "muted"}
        >{`  ${text.plan.danger[step.danger]}`}</Toned>
        {rehearsed && (
          <Toned tone={rehearsed.took === null ? "bad" : "good"}>
            {`  ${rehearsed.took === null ? symbols.bad : symbols.good} ${text.rehearsal.step(rehearsed.took)}`}
          </Toned>
        )}
      </Words>
      <Box marginLeft={3} flexDirection="column">
        <Command
          kind={step.action.kind === "sql" ? "sql" : "command"}
          text={shownLines(step.action, alembic.shown).map(visible).join("\n")}
        />
        {step.purpose === "upgrade" && <Words tone="muted">{text.screens.review.runs(runs)}</Words>}
        {step.purpose === "verify" && <Words tone="muted">{text.screens.review.verifyShows}</Words>}
      </Box>
    </Column>
  );
}

interface ConsentProps {
  readonly screen: ConsentScreen;
  readonly send: (intent: Intent) => void;
}

export function Consent({ screen, send }: ConsentProps) {
  const { seen, plan, backup, rehearsal, typed, mistaken } = screen;
  const { consent } = useText().screens;
  const stake = rowsAtStake(seen, plan);
  const database = visible(seen.server.database);
  return (
    <Stack>
      {stake.length > 0 && (
        <Column>
          <Notice tone="bad">{consent.title}</Notice>
          {stake.map((identity) => (
            <Words key={identity}>{`  ${visible(identity)}`}</Words>
          ))}
        </Column>
      )}
      {backup.kind === "impossible" && (
        <Column>
          <Notice tone="bad">{consent.withoutBackup}</Notice>
          <ProblemView problem={backup.problem} />
        </Column>
      )}
      {rehearsal.kind === "impossible" && (
        <Column>
          <Notice tone="bad">{consent.notRehearsed}</Notice>
          <ProblemView problem={rehearsal.problem} />
        </Column>
      )}
      <Words>{stake.length > 0 ? consent.ask(database) : consent.askAllTheSame(database)}</Words>
      <TextField label={consent.prompt} onSubmit={(text) => send({ type: "typed", text })} />
      {mistaken && <Notice tone="warning">{consent.mistaken(typed)}</Notice>}
      <Words tone="muted">{consent.escape}</Words>
    </Stack>
  );
}
