/** Draws single screens, without the terminal around them. */
import { render } from "ink-testing-library";
import type { ReactNode } from "react";
import type { Screen } from "../../src/session/screens/state.ts";
import { textFor } from "../../src/text/index.ts";
import { ScreenBody } from "../../src/ui/ScreenBody.tsx";
import { type Theme, ThemeContext, themeFor } from "../../src/ui/theme.ts";

export const text = textFor("en");

export const UNICODE = themeFor({ ascii: false, colors: true, text });
export const ASCII = themeFor({ ascii: true, colors: true, text });

/** @returns the frame, a hundred columns wide and as long as it has to be */
export function draw(node: ReactNode, theme: Theme = UNICODE): string {
  const { lastFrame, unmount } = render(<ThemeContext value={theme}>{node}</ThemeContext>);
  const frame = lastFrame() ?? "";
  unmount();
  return frame;
}

export function drawScreen({ screen }: { screen: Screen }, theme?: Theme): string {
  return draw(<ScreenBody screen={screen} send={() => {}} />, theme);
}

/** @returns the frame's words in a row: a sentence is a sentence, wherever it was wrapped */
export function words(frame: string): string {
  return frame.replace(/\s+/g, " ").trim();
}

/** @returns the line that has a text, to see what stands beside it */
export function lineWith(frame: string, part: string): string {
  const lines = frame.split("\n").filter((line) => line.includes(part));
  if (lines.length === 0) throw new Error(`no line has "${part}":\n${frame}`);
  return lines.join("\n");
}
