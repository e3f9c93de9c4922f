/** What the review says of the rehearsal and of the backup. */
import type { BackupOffer } from "../../core/backup.ts";
import { visible } from "../../core/display.ts";
import { isHeldUp } from "../../session/screens/consent.ts";
import type { ReviewScreen } from "../../session/screens/state.ts";
import { ProblemView } from "../components/ProblemView.tsx";
import { Column, Notice, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

export function Rehearsed({
  screen: { rehearsal, notWithRows, plan, rows },
}: {
  screen: ReviewScreen;
}) {
  const text = useText();
  const words = text.rehearsal;
  const titleOf = (index: number) => {
    const step = plan.steps[index];
    return step ? text.plan.steps[step.purpose] : "";
  };
  switch (rehearsal.kind) {
    case "working":
      return (
        <Words tone="muted">
          {words.working(rehearsal.step === null ? null : titleOf(rehearsal.step))}
        </Words>
      );
    case "declined":
      return <Words>{words.declined}</Words>;
    case "impossible": {
      const { problem } = rehearsal;
      if (isHeldUp(rehearsal)) return <ProblemView problem={problem} />;
      const { what, why } = text.problems[problem.code](problem.details);
      return <Notice tone="warning">{[words.impossible, what, why].map(visible).join(" ")}</Notice>;
    }
    case "rehearsed": {
      const { rehearsal: result } = rehearsal;
      const failed = result.took.indexOf(null);
      return (
        <Column>
          {result.problem ? (
            <>
              <Notice tone="bad">{words.failed(result, titleOf(failed))}</Notice>
              <ProblemView problem={result.problem} />
            </>
          ) : (
            <Words tone="good">{words.passed(result)}</Words>
          )}
          {words.did(result).map((line) => (
            <Words key={line}>{visible(line)}</Words>
          ))}
          {!result.problem && result.source !== "rows" && rows !== null && rows.bytes > 0 && (
            <Words tone="muted">{words.withRows(rows)}</Words>
          )}
          {notWithRows && (
            <Notice tone="warning">
              {visible(words.notWithRows(text.problems[notWithRows.code](notWithRows.details)))}
            </Notice>
          )}
        </Column>
      );
    }
  }
}

/** The report has the others. */
const MOST_CHANGES = 12;

/** What the rehearsal made of the schema: below all that has to be read before a run. */
export function Changes({ rehearsal }: Pick<ReviewScreen, "rehearsal">) {
  const { rehearsal: words } = useText();
  if (rehearsal.kind !== "rehearsed" || rehearsal.rehearsal.changes.length === 0) return null;
  return (
    <Column>
      <Words tone="accent">{words.changesTitle}</Words>
      {words.changes(rehearsal.rehearsal.changes, MOST_CHANGES).map((line) => (
        <Words key={line} tone="muted">
          {visible(line)}
        </Words>
      ))}
    </Column>
  );
}

export function Offer({ backup }: { backup: BackupOffer | null }) {
  const text = useText();
  if (backup === null) return <Words tone="muted">{text.backup.looking}</Words>;
  if (backup.kind !== "impossible") return <Words>{visible(text.backup.offer(backup))}</Words>;
  const { what } = text.problems[backup.problem.code](backup.problem.details);
  return <Notice tone="warning">{visible(`${text.backup.impossible} ${what}`)}</Notice>;
}
