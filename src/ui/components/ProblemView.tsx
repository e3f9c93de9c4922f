import { Box } from "ink";
import { visible } from "../../core/display.ts";
import type { Problem } from "../../core/problem.ts";
import { useText, useTheme } from "../theme.ts";
import { Column, Notice, Words } from "./Words.tsx";

/** What happened, why, and what to do next. */
export function ProblemView({ problem }: { problem: Problem }) {
  const text = useText();
  const safe = Object.fromEntries(
    Object.entries(problem.details).map(([name, value]) => [name, visible(value)]),
  );
  const { what, why, next } = text.problems[problem.code](safe);
  const labels = text.screens.problem;
  return (
    <Column>
      <Notice tone="bad">{what}</Notice>
      {why !== "" && <Labelled label={labels.why}>{why}</Labelled>}
      {next !== "" && <Labelled label={labels.next}>{next}</Labelled>}
    </Column>
  );
}

export function Labelled({ label, children }: { label: string; children: string }) {
  if (useTheme().linear) return <Words>{`${label}: ${children}`}</Words>;
  return (
    <Box>
      <Box flexShrink={0} width={10}>
        <Words tone="muted">{`  ${label}`}</Words>
      </Box>
      <Words>{children}</Words>
    </Box>
  );
}
