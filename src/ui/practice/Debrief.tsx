import { Notice, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

interface DebriefProps {
  readonly isHealthy: boolean | null;
  /** As the runbook has them. */
  readonly lines: readonly string[];
  readonly saved: string | null;
}

export function Debrief({ isHealthy, lines, saved }: DebriefProps) {
  const { debrief } = useText().coach;
  if (isHealthy === null) return <Words tone="muted">{debrief.working}</Words>;
  return (
    <Stack>
      <Notice tone={isHealthy ? "good" : "bad"}>
        {isHealthy ? debrief.healthy : debrief.notHealthy}
      </Notice>
      {lines.map((line, index) => (
        <Words key={`${index}:${line}`}>{line}</Words>
      ))}
      {saved !== null && <Words tone="muted">{debrief.saved(saved)}</Words>}
    </Stack>
  );
}
