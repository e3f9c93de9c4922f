/** A lesson on the screen: the coach's own views, and the very same wizard. */
import { useInput } from "ink";
import { useSyncExternalStore } from "react";
import type { LessonStore } from "../../practice/coach/lesson-store.ts";
import type { ScenarioWords } from "../../practice/scenario.ts";
import type { Store } from "../../session/store.ts";
import { App } from "../App.tsx";
import { Words } from "../components/Words.tsx";
import { useKeyNames, useText } from "../theme.ts";
import { Debrief } from "./Debrief.tsx";
import { Frame } from "./Frame.tsx";
import { lessonBindings, WIZARD_KEYS } from "./lesson-keys.ts";
import { Prompt } from "./Prompt.tsx";
import { Question } from "./Question.tsx";
import { Story } from "./Story.tsx";

interface LessonAppProps {
  readonly lesson: LessonStore;
  readonly words: ScenarioWords;
  /** The wizard's own session; null while it is being opened. */
  readonly session: () => Store | null;
  /** Where the copy of the project lies. */
  readonly folder: string;
  readonly debrief: () => { readonly lines: readonly string[]; readonly saved: string | null };
  readonly onLeave: () => void;
  readonly untilContinued: () => Promise<void>;
}

export function LessonApp(props: LessonAppProps) {
  const { lesson: store, words, session, folder, debrief, onLeave, untilContinued } = props;
  const text = useText();
  const lesson = useSyncExternalStore(store.subscribe, store.getState);
  const { view } = lesson;
  const names = useKeyNames();
  if (view.name === "wizard") {
    const wizard = session();
    if (wizard === null) return <Waiting onLeave={onLeave} />;
    return (
      <App
        store={wizard}
        untilContinued={untilContinued}
        lesson={{ keys: WIZARD_KEYS, send: store.dispatch }}
      />
    );
  }
  const frame = {
    title: text.coach.titles[view.name],
    place: words.title,
    help: text.coach.help[view.name],
    bindings: lessonBindings(view, names),
    send: store.dispatch,
    onLeave,
  };
  switch (view.name) {
    case "story":
      return (
        <Frame {...frame}>
          <Story lesson={lesson} words={words} folder={folder} />
        </Frame>
      );
    case "question":
      return (
        <Frame
          {...frame}
          key={`${view.question.name} ${view.wrong?.answer ?? ""} ${view.wrong?.tried ? 1 : 0}`}
        >
          <Question view={view} />
        </Frame>
      );
    case "prompt":
      return (
        <Frame {...frame} key={`${lesson.typed.length} ${view.isBusy}`} atEnd>
          <Prompt
            lesson={lesson}
            isBusy={view.isBusy}
            onType={(typed) => store.dispatch({ type: "typed", text: typed })}
          />
        </Frame>
      );
    case "debrief":
      return (
        <Frame {...frame}>
          <Debrief isHealthy={view.isHealthy} {...debrief()} />
        </Frame>
      );
  }
}

/** The sandbox is being put back; only leaving is possible. */
function Waiting({ onLeave }: { onLeave: () => void }) {
  useInput((input, key) => {
    if (key.ctrl && input === "c") onLeave();
  });
  return <Words tone="muted">{useText().coach.resetting}</Words>;
}
