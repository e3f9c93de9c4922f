import { renderToString } from "ink";
import type { SessionState } from "../session/screens/state.ts";
import { toAscii } from "./ascii-output.ts";
import { Header } from "./components/Header.tsx";
import { Column } from "./components/Words.tsx";
import { ScreenBody } from "./ScreenBody.tsx";
import { type Theme, ThemeContext } from "./theme.ts";

/** @returns the whole screen as text, however long: for a pipe, a file or a picture. */
export function printScreen({ screen }: SessionState, theme: Theme, columns: number): string {
  const printed = renderToString(
    <ThemeContext value={theme}>
      <Column>
        <Header screen={screen} width={columns} />
        <ScreenBody screen={screen} send={() => {}} />
      </Column>
    </ThemeContext>,
    { columns },
  );
  return theme.ascii ? toAscii(printed) : printed;
}
