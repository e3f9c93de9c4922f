/** Takes the terminal's whole screen, and gives it back as it was. */
import { type Instance, render } from "ink";
import type { ReactNode } from "react";
import { asciiOutput } from "../ui/ascii-output.ts";
import { type Theme, ThemeContext } from "../ui/theme.ts";

export function drawFullScreen(node: ReactNode, theme: Theme): Instance {
  return render(<ThemeContext value={theme}>{node}</ThemeContext>, {
    stdout: theme.ascii ? asciiOutput(process.stdout) : process.stdout,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
}
