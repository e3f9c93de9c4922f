import { Box } from "ink";
import type { ConnectionScreen } from "../../session/screens/state.ts";
import type { Check } from "../../session/stages/stages.ts";
import type { Troubleshooting } from "../../session/stages/troubleshoot.ts";
import { Command } from "../components/Command.tsx";
import { ProblemView } from "../components/ProblemView.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useTheme } from "../theme.ts";

export function Connection({ screen }: { screen: ConnectionScreen }) {
  const { text } = useTheme();
  const checks = screen.phase === "ready" ? screen.seen.checks : screen.checks;
  return (
    <Stack>
      {checks.length > 0 && (
        <Column>
          {checks.map((check) => (
            <CheckLine key={check.name} check={check} />
          ))}
        </Column>
      )}
      {screen.phase === "working" && <Words tone="muted">{text.screens.connection.working}</Words>}
      {screen.phase === "ready" && <Words>{text.screens.connection.ready}</Words>}
      {screen.phase === "failed" && <ProblemView problem={screen.problem} />}
      {screen.phase === "failed" && screen.problem.details["output"] !== undefined && (
        <Command
          kind="command"
          text={screen.problem.details["command"] ?? ""}
          output={screen.problem.details["output"].split("\n")}
        />
      )}
      {screen.phase === "failed" && <Tried result={screen.troubleshooting} />}
    </Stack>
  );
}

const hasOwn = <Of extends object>(of: Of, key: PropertyKey): key is keyof Of =>
  Object.hasOwn(of, key);

function CheckLine({ check }: { check: Check }) {
  const { text, symbols, linear } = useTheme();
  const { names, found, warned } = text.checks;
  const { name } = check;
  const write = check.outcome === "warning" && hasOwn(warned, name) ? warned[name] : found[name];
  const tone = check.outcome === "ok" ? "good" : check.outcome === "warning" ? "warning" : "bad";
  if (linear) {
    return <Words>{`${symbols[tone]} ${names[check.name]}: ${write(check.details)}`}</Words>;
  }
  return (
    <Box>
      <Box width={17} flexShrink={0}>
        <Words tone={tone}>{`${symbols[tone]} `}</Words>
        <Words tone="accent">{names[check.name]}</Words>
      </Box>
      <Words tone={check.outcome === "ok" ? "plain" : "warning"}>{write(check.details)}</Words>
    </Box>
  );
}

function Tried({ result }: { result: Troubleshooting | null }) {
  const texts = useTheme().text.checks.troubleshooting;
  if (result === null) return <Words tone="muted">{texts.busy}</Words>;
  const { reach, composeLogs, urlSource } = result;
  return (
    <Column>
      <Words tone="accent">{texts.title}</Words>
      <Words>{texts.url(urlSource)}</Words>
      <Words>
        {reach
          ? texts.reach(reach.host, reach.port, reach.reachability)
          : urlSource
            ? texts.reachByCommand
            : texts.reachUnknown}
      </Words>
      {composeLogs === null && <Words>{texts.noCompose}</Words>}
      {composeLogs !== null && <Words>{texts.compose(composeLogs.shown)}</Words>}
      {composeLogs !== null && (
        <Command kind="command" text={composeLogs.shown} output={composeLogs.lines} most={6} />
      )}
      <Words>{texts.rights}</Words>
      <Notice tone="warning">{texts.retry}</Notice>
    </Column>
  );
}
