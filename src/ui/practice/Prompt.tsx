import type { Lesson } from "../../practice/coach/lesson.ts";
import { TextField } from "../components/TextField.tsx";
import { Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";
import { Became, Commands } from "./Question.tsx";

interface PromptProps {
  readonly lesson: Lesson;
  readonly isBusy: boolean;
  readonly onType: (text: string) => void;
}

export function Prompt({ lesson, isBusy, onType }: PromptProps) {
  const { prompt } = useText().coach;
  const { typed, judged } = lesson;
  return (
    <Stack>
      <Words tone="muted">{prompt.intro}</Words>
      {typed.length > 0 && <Commands ran={typed} most={14} />}
      {judged && !isBusy && <Became judged={judged} />}
      {isBusy ? (
        <Words tone="muted">{prompt.busy}</Words>
      ) : (
        <TextField key={typed.length} label="sandbox" onSubmit={onType} />
      )}
    </Stack>
  );
}
