/** The coach's keys, as data: the footer of each view is drawn from them. */
import type { LessonMessage, LessonView } from "../../practice/coach/lesson.ts";
import type { Text } from "../../text/index.ts";
import { type Binding, scrolling } from "../binding.ts";

const key = (
  keys: readonly string[],
  shown: string | null,
  label: Binding["label"],
  message: LessonMessage,
): Binding => ({ keys, shown, label, intent: { type: "lesson", message } });

const HINT = key(["h"], "h", "hint", { type: "hint" });
const PROMPT = key(["p"], "p", "prompt", { type: "prompt" });
/** Not in the footer, which has no room for it: the story says so. */
const RESET = key(["x"], null, "reset", { type: "reset" });
const HELP: Binding = {
  keys: ["?"],
  shown: "?",
  label: "help",
  intent: { type: "toggle", overlay: "help" },
};
/** The frame itself obeys it, in every view; here it is for the help to name. */
const INTERRUPT: Binding = {
  keys: ["ctrlC"],
  shown: null,
  label: "interrupt",
  intent: { type: "interrupt" },
};
const SOLUTION = key(["s"], "s", "solution", { type: "give_up" });

/** Beside those of the wizard's own screens. */
export const WIZARD_KEYS: readonly Binding[] = [HINT, PROMPT, RESET, SOLUTION];

/** @param names how keys are called in the footer */
export function lessonBindings(view: LessonView, names: Text["keys"]["names"]): readonly Binding[] {
  return [...ownBindings(view, names), ...scrollBindings(view), INTERRUPT];
}

/** The arrows belong to a list of answers, and all but the pages to what is typed. */
function scrollBindings(view: LessonView): readonly Binding[] {
  if (view.name === "prompt") return scrolling(false).flatMap(pagesAlone);
  const hasList = view.name === "question" && view.wrong === null && !view.isAnswered;
  return scrolling(!hasList);
}

const PAGES = ["pageUp", "pageDown"];

function pagesAlone(binding: Binding): Binding[] {
  const keys = binding.keys.filter((each) => PAGES.includes(each));
  return keys.length > 0 ? [{ ...binding, keys }] : [];
}

function ownBindings(view: LessonView, names: Text["keys"]["names"]): readonly Binding[] {
  const next = (label: Binding["label"]) => key(["enter"], names.enter, label, { type: "next" });
  switch (view.name) {
    case "story":
      return [next(view.isBegun ? "go_on" : "start"), HINT, PROMPT, SOLUTION, HELP];
    case "question": {
      const isTrying = view.wrong !== null && view.wrong.tried === null;
      if (isTrying) return [HELP];
      if (view.isAnswered) return [next("go_on"), HELP];
      if (view.wrong !== null) return [next("choose_again"), SOLUTION, HELP];
      return [
        key(["up", "k"], names.upDown, "move", { type: "move", by: -1 }),
        key(["down", "j"], null, "move", { type: "move", by: 1 }),
        next("answer"),
        SOLUTION,
        HELP,
      ];
    }
    case "prompt":
      // A ? belongs to what is typed there, and typed alone it is answered.
      return view.isBusy ? [] : [key(["escape"], names.escape, "back", { type: "back" })];
    case "debrief":
      return view.isHealthy === null ? [] : [next("finish"), HELP];
    case "wizard":
      return WIZARD_KEYS;
  }
}
