/** One screen per state. What lies around it (header, footer, scrolling) is in App.tsx. */
import type { Intent } from "../session/screens/messages.ts";
import type { Screen } from "../session/screens/state.ts";
import { Chain } from "./screens/Chain.tsx";
import { Candidate, Clear, Path } from "./screens/Choice.tsx";
import { Connection } from "./screens/Connection.tsx";
import { Report, Verify } from "./screens/End.tsx";
import { Consent, Review } from "./screens/Review.tsx";
import { Run } from "./screens/Run.tsx";
import { Stamp } from "./screens/Stamp.tsx";
import { Tables } from "./screens/Tables.tsx";
import { Undo } from "./screens/Undo.tsx";

interface ScreenBodyProps {
  readonly screen: Screen;
  readonly send: (intent: Intent) => void;
}

export function ScreenBody({ screen, send }: ScreenBodyProps) {
  switch (screen.name) {
    case "connection":
      return <Connection screen={screen} />;
    case "stamp":
      return <Stamp screen={screen} />;
    case "tables":
      return <Tables screen={screen} />;
    case "chain":
      return <Chain screen={screen} />;
    case "path":
      return <Path screen={screen} />;
    case "clear":
      return <Clear screen={screen} />;
    case "candidate":
      return <Candidate screen={screen} />;
    case "review":
      return <Review screen={screen} />;
    case "consent":
      return <Consent screen={screen} send={send} />;
    case "run":
      return <Run screen={screen} send={send} />;
    case "undo":
      return <Undo screen={screen} send={send} />;
    case "verify":
      return <Verify screen={screen} />;
    case "report":
      return <Report screen={screen} />;
  }
}
