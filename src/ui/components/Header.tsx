import { visible } from "../../core/display.ts";
import { placeName } from "../../core/url-hosts.ts";
import type { Screen, ScreenName } from "../../session/screens/state.ts";
import { useTheme } from "../theme.ts";
import { TitleLine } from "./TitleLine.tsx";

/** The nine steps of the procedure; choosing and consenting are parts of one. */
const STEPS: Record<ScreenName, number> = {
  connection: 1,
  undo: 1,
  stamp: 2,
  tables: 3,
  chain: 4,
  path: 5,
  clear: 5,
  candidate: 5,
  review: 6,
  consent: 6,
  run: 7,
  verify: 8,
  report: 9,
};
const LAST_STEP = 9;

export function Header({ screen, width }: { screen: Screen; width: number }) {
  const { text } = useTheme();
  const { name } = screen;
  const step = text.screens.step(STEPS[name], LAST_STEP, text.screens.titles[name]);
  return <TitleLine title={step} place={place(screen)} wrap="truncate-start" width={width} />;
}

/** Which database it is, on every screen once it is known: the wrong one is the worst mistake. */
function place(screen: Screen): string {
  if (!("seen" in screen)) return "restamp";
  const { role, host, port, database } = screen.seen.server;
  return visible(`restamp  ${role}@${placeName(host, port)}/${database}`);
}
