import type { Lesson } from "../../practice/coach/lesson.ts";
import type { ScenarioWords } from "../../practice/scenario.ts";
import { Column, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

interface StoryProps {
  readonly lesson: Lesson;
  readonly words: ScenarioWords;
  readonly folder: string;
}

export function Story({ lesson, words, folder }: StoryProps) {
  const { story } = useText().coach;
  const hints = words.hints.slice(0, lesson.hints);
  return (
    <Stack>
      <Words tone="accent">{words.title}</Words>
      <Words>{unwrapped(words.story)}</Words>
      <Column>
        <Words tone="accent">{story.known}</Words>
        {words.known.map((fact) => (
          <Words key={fact}>{`- ${unwrapped(fact)}`}</Words>
        ))}
      </Column>
      {hints.map((hint, index) => (
        <Column key={hint}>
          <Words tone="warning">{story.hint(index + 1, words.hints.length)}</Words>
          <Words>{unwrapped(hint)}</Words>
        </Column>
      ))}
      <Column>
        <Words tone="muted">{story.intro}</Words>
        <Words tone="muted">{story.folder(folder)}</Words>
      </Column>
    </Stack>
  );
}

/** The file's own line ends say nothing. */
export function unwrapped(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
