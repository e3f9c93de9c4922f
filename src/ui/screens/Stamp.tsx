import { visible } from "../../core/display.ts";
import { versionRowsText } from "../../core/plan/steps.ts";
import { compareStamps } from "../../session/screens/compare-stamps.ts";
import type { StampScreen } from "../../session/screens/state.ts";
import type { Stamped } from "../../session/stages/stages.ts";
import type { Text } from "../../text/index.ts";
import { Command } from "../components/Command.tsx";
import { ProblemView } from "../components/ProblemView.tsx";
import { Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

export function Stamp({ screen }: { screen: StampScreen }) {
  const text = useText();
  if (screen.phase === "working") return <Words tone="muted">{text.screens.stamp.working}</Words>;
  if (screen.phase === "failed") return <ProblemView problem={screen.problem} />;
  const { current, versionSnapshot } = screen.seen;
  const { stamp } = text.screens;
  const output =
    current.exitCode === 0 ? current.output.filter((line) => line !== "") : current.lines;
  return (
    <Stack>
      <Command
        kind="command"
        text={current.shown}
        output={output.length > 0 ? output : [stamp.printsNothing]}
        most={6}
      />
      {versionSnapshot.versionTables.map((table) => (
        <Command
          key={`${table.schema}.${table.name}`}
          kind="sql"
          text={visible(versionRowsText(table))}
          output={[...table.rows, stamp.rowCount(table.rows.length)]}
        />
      ))}
      {versionSnapshot.versionTables.length === 0 && <Words>{stamp.noTable}</Words>}
      <Words>{meaning(screen.seen, stamp)}</Words>
      <Words>{stamp.next}</Words>
    </Stack>
  );
}

function meaning(seen: Stamped, text: Text["screens"]["stamp"]): string {
  const comparison = compareStamps(seen);
  const ids = comparison.ids.map(visible).join(", ");
  switch (comparison.result) {
    case "agree":
      return text.agree(ids);
    case "unknown":
      return text.unknown(ids);
    case "hidden":
      return text.hidden(ids);
    case "several":
      return text.several;
    case "no_table":
      return text.bothSilent;
    case "no_table_and_failing":
      return text.noTableAndFailing;
    case "empty_table":
      return text.emptyTable;
    case "alembic_failed":
      return text.alembicFailed;
    case "differ":
      return text.differ;
  }
}
