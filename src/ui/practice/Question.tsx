import { visible } from "../../core/display.ts";
import type { Judged, LessonView, Ran } from "../../practice/coach/lesson.ts";
import { Choices } from "../components/Choices.tsx";
import { Command } from "../components/Command.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";
import { answerText } from "./answers.ts";

type QuestionView = Extract<LessonView, { name: "question" }>;

export function Question({ view }: { view: QuestionView }) {
  const text = useText();
  const { coach } = text;
  const { question, cursor, wrong, isAnswered } = view;
  const answers = question.options.map(({ id }) => answerText(question.name, id, text));
  return (
    <Stack>
      <Words tone="accent">{coach.questions[question.name]}</Words>
      {wrong ? (
        <Wrong view={view} />
      ) : (
        <Choices
          cursor={cursor}
          items={answers.map(({ name, what }) => ({ name, what, refusal: null }))}
        />
      )}
      {isAnswered && <Notice tone="good">{coach.right[question.name]}</Notice>}
    </Stack>
  );
}

function Wrong({ view: { question, wrong } }: { view: QuestionView }) {
  const text = useText();
  const { coach } = text;
  if (!wrong) return null;
  const { name, wrong: explanation } = answerText(question.name, wrong.answer, text);
  const { tried } = wrong;
  return (
    <Column>
      <Notice tone="bad">{name}</Notice>
      <Words>{explanation}</Words>
      {tried === null && <Words tone="muted">{coach.trying}</Words>}
      {tried !== null && tried.ran.length > 0 && (
        <>
          <Words>{coach.tried}</Words>
          {tried.judged && !tried.isUnchanged && <Became judged={tried.judged} />}
          <Commands ran={tried.ran} most={3} />
          <Words tone="accent">{tried.isUnchanged ? coach.unchanged : coach.putBack}</Words>
        </>
      )}
    </Column>
  );
}

export function Commands({ ran, most }: { ran: readonly Ran[]; most: number }) {
  return (
    <Column>
      {ran.map(({ kind, text, output }, index) => (
        <Command key={`${index}:${text}`} kind={kind} text={text} output={output} most={most} />
      ))}
    </Column>
  );
}

export function Became({ judged }: { judged: Judged }) {
  const { coach, diagnosis } = useText();
  const { verdict, problem, lost } = judged;
  return (
    <Column>
      {verdict !== null && (
        <Notice tone={verdict === "healthy" ? "good" : "warning"}>
          {coach.became(diagnosis.titles[verdict])}
        </Notice>
      )}
      {verdict === null && <Notice tone="warning">{visible(coach.stopped(problem ?? ""))}</Notice>}
      {lost.map(({ table, before, now }) => (
        <Notice key={table} tone="bad">
          {coach.lost(visible(table), before, now)}
        </Notice>
      ))}
    </Column>
  );
}
