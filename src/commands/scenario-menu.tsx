import type { Scenario } from "../practice/scenario.ts";
import { ScenarioMenu } from "../ui/ScenarioMenu.tsx";
import type { Theme } from "../ui/theme.ts";
import { drawFullScreen } from "./full-screen.tsx";

/** @returns the chosen scenario, null when the operator leaves */
export async function chooseScenario(
  theme: Theme,
  scenarios: readonly Scenario[],
): Promise<Scenario | null> {
  let chosen: Scenario | null = null;
  const app = drawFullScreen(
    <ScenarioMenu
      scenarios={scenarios.map(({ words }) => words[theme.text.language])}
      onChoose={(index) => {
        chosen = scenarios[index] ?? null;
        app.unmount();
      }}
      onLeave={() => app.unmount()}
    />,
    theme,
  );
  await app.waitUntilExit();
  return chosen;
}
