/** The debrief of a lesson: what was asked, answered and done, and how a senior does it, to keep. */
import { makePlan } from "../core/plan/make-plan.ts";
import { pathOptions } from "../core/plan/options.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { Lesson } from "../practice/coach/lesson.ts";
import { scoreOf } from "../practice/coach/score.ts";
import type { Scenario, SeniorAction } from "../practice/scenario.ts";
import { shownAction } from "../practice/shown-action.ts";
import type { Text } from "../text/index.ts";
import { answerText } from "../ui/practice/answers.ts";
import { unwrapped } from "../ui/practice/Story.tsx";

export interface DebriefData {
  readonly scenario: Scenario;
  readonly lesson: Lesson;
  readonly isHealthy: boolean;
  readonly seconds: number;
}

/** @returns what the last screen says: a sentence each */
export function debriefLines(data: DebriefData, text: Text): string[] {
  const { debrief } = text.coach;
  const { senior } = data.scenario.words[text.language];
  return [
    factsOf(data, text),
    `${debrief.senior} ${unwrapped(senior)}`,
    [debrief.byHand, ...runbook(data)].join("\n  "),
  ];
}

/** How long it took, and what was known at once. */
function factsOf({ lesson, seconds }: DebriefData, { coach: { debrief } }: Text): string {
  const { right, asked, hints, hasGivenUp } = scoreOf(lesson);
  return [
    debrief.took(Math.floor(seconds / 60)),
    ...(asked > 0 ? [debrief.answers(right, asked)] : []),
    ...(hints > 0 ? [debrief.hints(hints)] : []),
    ...(hasGivenUp ? [debrief.gaveUp] : []),
  ].join(" ");
}

/** @returns Markdown */
export function debriefMarkdown(data: DebriefData, at: Date, text: Text): string {
  const { scenario, lesson, isHealthy } = data;
  const { debrief } = text.coach;
  const { title, story, senior } = scenario.words[text.language];
  const typed = lesson.events.flatMap((each) =>
    each.event === "ran" && each.by === "trainee" ? [each.ran] : [],
  );
  const answers = lesson.events.flatMap((each) =>
    each.event === "answered" ? [`- ${answered(each, text)}`] : [],
  );
  return [
    `# ${title}`,
    `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`,
    unwrapped(story),
    isHealthy ? debrief.healthy : debrief.notHealthy,
    factsOf(data, text),
    ...(answers.length > 0 ? [heading(debrief.asked), answers.join("\n")] : []),
    ...(typed.length > 0 ? [heading(debrief.typed), fenced(typed.map((ran) => ran.text))] : []),
    heading(debrief.senior),
    unwrapped(senior),
    heading(debrief.byHand),
    fenced(runbook(data)),
    "",
  ].join("\n\n");
}

const heading = (sentence: string) => `## ${sentence.replace(/:$/, "")}`;

const fenced = (lines: readonly string[]) => ["```", ...lines, "```"].join("\n");

function answered(
  { question, answer, isRight }: Extract<Lesson["events"][number], { event: "answered" }>,
  text: Text,
): string {
  const { coach } = text;
  return coach.debrief.answered(
    coach.questions[question],
    answerText(question, answer, text).name,
    isRight,
  );
}

/** The commands themselves, as the written procedure has them. */
function runbook({ scenario, lesson }: DebriefData): string[] {
  return scenario.senior.flatMap((action) => commandsOf(action, lesson));
}

function commandsOf(action: SeniorAction, { seen }: Lesson): string[] {
  switch (action.kind) {
    case "repair": {
      const { path, stamp } = action;
      const isPlanned =
        stamp === null &&
        seen !== null &&
        pathOptions(seen).some((option) => option.path === path && option.refusal === null);
      if (!isPlanned) return [shownAction(action)];
      return makePlan(seen, { path }).steps.flatMap((step) => shownLines(step.action, "alembic"));
    }
    default:
      return shownAction(action).split("\n");
  }
}
