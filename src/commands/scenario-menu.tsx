import { render } from "ink";
import type { Scenario } from "../practice/scenario.ts";
import { asciiOutput } from "../ui/ascii-output.ts";
import { ScenarioMenu } from "../ui/ScenarioMenu.tsx";
import { type Theme, ThemeContext } from "../ui/theme.ts";

/** @returns the chosen scenario, null when the operator leaves */
export async function chooseScenario(
  theme: Theme,
  scenarios: readonly Scenario[],
): Promise<Scenario | null> {
  let chosen: Scenario | null = null;
  const app = render(
    <ThemeContext value={theme}>
      <ScenarioMenu
        scenarios={scenarios.map(({ words }) => words[theme.text.language])}
        onChoose={(index) => {
          chosen = scenarios[index] ?? null;
          app.unmount();
        }}
        onLeave={() => app.unmount()}
      />
    </ThemeContext>,
    {
      stdout: theme.ascii ? asciiOutput(process.stdout) : process.stdout,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  await app.waitUntilExit();
  return chosen;
}
