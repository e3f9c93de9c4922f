/** How an answer reads, and what is said when it is wrong. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import type { PathName } from "../../core/plan/types.ts";
import type {
  CauseAnswer,
  CommandAnswer,
  EmptyAnswer,
  QuestionName,
  WhyAnswer,
} from "../../practice/coach/question.ts";
import type { Text } from "../../text/index.ts";

interface AnswerWords {
  readonly name: string;
  readonly what: string;
  readonly wrong: string;
}

/** @param id of an option of that question */
export function answerText(question: QuestionName, id: string, text: Text): AnswerWords {
  const { coach } = text;
  switch (question) {
    case "cause":
      return { ...coach.cause[id as CauseAnswer], what: "" };
    case "command":
      return { ...coach.command[id as CommandAnswer], what: "" };
    case "empty":
      return { ...coach.empty[id as EmptyAnswer], what: "" };
    case "why":
      return { ...coach.why[id as WhyAnswer], what: "" };
    case "verdict":
      return {
        name: text.diagnosis.titles[id as Verdict],
        what: "",
        wrong: coach.verdict[id as Verdict],
      };
    case "path": {
      const path = id as PathName;
      const wrong = coach.path.wrong[path];
      if (path === "none" || path === "ask") return { ...coach.path[path], wrong };
      return { ...text.plan.paths[path], wrong };
    }
  }
}
