/** Takes the terminal's whole screen, and gives it back as it was; or writes line by line. */
import { type Instance, type RenderOptions, render } from "ink";
import type { ReactNode } from "react";
import { asciiOutput } from "../ui/ascii-output.ts";
import { linearOutput } from "../ui/linear/linear-output.ts";
import { type Theme, ThemeContext } from "../ui/theme.ts";

const ALWAYS = {
  // There is a terminal: a CI variable in its environment does not make it blind.
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
} satisfies RenderOptions;

export function drawFullScreen(node: ReactNode, theme: Theme): Instance {
  const themed = <ThemeContext value={theme}>{node}</ThemeContext>;
  const stdout = theme.ascii ? asciiOutput(process.stdout) : process.stdout;
  if (theme.linear) return writeLinearly(themed, stdout);
  const app = render(themed, {
    ...ALWAYS,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    isScreenReaderEnabled: false,
  });
  // Where there is no alternate screen the last frame stays: what is said next replaces its keys.
  return endingWith(app, () => stdout.write("\r\u001b[K"));
}

function writeLinearly(node: ReactNode, stdout: NodeJS.WriteStream): Instance {
  const app = render(node, {
    ...ALWAYS,
    stdout: linearOutput(stdout),
    // Hands over each frame whole, instead of moving the cursor to what has changed.
    debug: true,
    isScreenReaderEnabled: true,
  });
  // What is written next begins on a line of its own.
  return endingWith(app, () => stdout.write("\n"));
}

/** Comes before whoever waits for the end of what is drawn. */
function endingWith(app: Instance, end: () => void): Instance {
  app.waitUntilExit().then(end, end);
  return app;
}
