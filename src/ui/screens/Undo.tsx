import { visible } from "../../core/display.ts";
import type { Intent } from "../../session/screens/messages.ts";
import { losesWork } from "../../session/screens/reduce-undo.ts";
import type { UndoScreen } from "../../session/screens/state.ts";
import { ProblemView } from "../components/ProblemView.tsx";
import { TextField } from "../components/TextField.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";
import { undoLines } from "../undo-lines.ts";

interface UndoProps {
  readonly screen: UndoScreen;
  readonly send: (intent: Intent) => void;
}

export function Undo({ screen, send }: UndoProps) {
  const text = useText();
  const { undo: words } = text.screens;
  switch (screen.phase) {
    case "working":
      return <Words tone="muted">{words.working}</Words>;
    case "asking":
      return <Asking screen={screen} send={send} />;
    case "undoing":
      return (
        <Stack>
          <Words tone="accent">{words.undoing}</Words>
          {screen.stopAsked && <Notice tone="warning">{words.stopAsked}</Notice>}
        </Stack>
      );
    case "failed":
      return (
        <Stack>
          <ProblemView problem={screen.problem} />
          <Words>{words.onward}</Words>
        </Stack>
      );
    case "done": {
      const { nothing, putBack, done, kept } = text.cli.undo;
      const said = { nothing, put_back: putBack, stamp: done, drop: done, backup: done };
      return (
        <Stack>
          <Notice tone="good">{said[screen.undo.kind](screen.session)}</Notice>
          {screen.kept && <Words>{kept(visible(screen.kept.path))}</Words>}
          <Words>{words.onward}</Words>
        </Stack>
      );
    }
  }
}

function Asking({
  screen,
  send,
}: { screen: Extract<UndoScreen, { phase: "asking" }> } & UndoProps) {
  const text = useText();
  const { undo: words, consent } = text.screens;
  const { session, undo, since, typed, mistaken } = screen;
  const loses = losesWork(undo, since);
  return (
    <Stack>
      <Column>
        {undoLines(session, undo, since, text).map((line) => (
          <Words key={line} tone={line.startsWith("  ") ? "muted" : "plain"}>
            {visible(line)}
          </Words>
        ))}
      </Column>
      {loses ? (
        <Column>
          <Notice tone="bad">{words.loses}</Notice>
          <Words>{words.type(visible(screen.seen.server.database))}</Words>
          <TextField
            label={consent.prompt}
            onSubmit={(name) => send({ type: "typed", text: name })}
          />
          {mistaken && <Notice tone="warning">{consent.mistaken(typed)}</Notice>}
        </Column>
      ) : (
        <Words tone="accent">{words.ready}</Words>
      )}
      <Words tone="muted">{consent.escape}</Words>
    </Stack>
  );
}
