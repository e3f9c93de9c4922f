/** Asks whether somebody else's session is to be ended, and says what came of it. */
import type { Intent } from "../../session/screens/messages.ts";
import type { Ending as EndingState } from "../../session/screens/state.ts";
import { ProblemView } from "../components/ProblemView.tsx";
import { TextField } from "../components/TextField.tsx";
import { Column, Notice, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

interface EndingProps {
  readonly ending: EndingState;
  readonly send: (intent: Intent) => void;
}

export function Ending({ ending, send }: EndingProps) {
  const { who, ending: words } = useText().blockers;
  const { blocker } = ending;
  switch (ending.phase) {
    case "asking":
      return (
        <Column>
          <Notice tone="bad">{words.ask(who(blocker))}</Notice>
          <Words>{words.type(blocker.pid)}</Words>
          <TextField label={words.prompt} onSubmit={(text) => send({ type: "typed", text })} />
          {ending.mistaken !== null && (
            <Notice tone="warning">{words.mistaken(ending.mistaken)}</Notice>
          )}
        </Column>
      );
    case "working":
      return <Words tone="muted">{words.working(blocker.pid)}</Words>;
    case "ended":
      return <Notice tone="good">{words.ended(blocker.pid)}</Notice>;
    case "failed":
      return <ProblemView problem={ending.problem} />;
  }
}
