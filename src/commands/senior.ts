/** Does in the sandbox what a senior would, one action after the other. */
import { Problem } from "../core/problem.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { Ran } from "../practice/coach/lesson.ts";
import type { SeniorAction } from "../practice/scenario.ts";
import { shownAction } from "../practice/shown-action.ts";
import type { Text } from "../text/index.ts";
import { openConsole } from "./console.ts";
import { repairCommand } from "./repair.ts";

export interface SeniorTools {
  readonly sandbox: Sandbox;
  readonly openPorts: () => SessionPorts;
  readonly runAlembic: (command: string) => Promise<Ran>;
  readonly runSql: (sql: string) => Promise<Ran>;
  readonly text: Text;
}

export async function playSenior(
  actions: readonly SeniorAction[],
  tools: SeniorTools,
): Promise<Ran[]> {
  const ran: Ran[] = [];
  for (const action of actions) ran.push(await play(action, tools));
  return ran;
}

async function play(action: SeniorAction, tools: SeniorTools): Promise<Ran> {
  const { sandbox } = tools;
  const done: Ran = { kind: "command", text: shownAction(action), output: [], failed: false };
  switch (action.kind) {
    case "repair":
      return repair(action, tools);
    case "sql":
      return tools.runSql(action.sql.trim());
    case "alembic":
      return tools.runAlembic(action.command);
    case "write":
      sandbox.write(action.file, action.text);
      return done;
    case "restore":
      sandbox.restore(action.file);
      return done;
    case "end_session":
      await sandbox.endSession();
      return { ...done, kind: "sql" };
  }
}

async function repair(
  action: Extract<SeniorAction, { kind: "repair" }>,
  { openPorts, text }: SeniorTools,
): Promise<Ran> {
  const { path, stamp } = action;
  const output: string[] = [];
  const tell = (line: string) => void output.push(line);
  const console = { ...openConsole(false, text), tell, print: tell };
  const asked = stamp === null ? {} : { stamp: stamp.split(" ") };
  const never = new AbortController().signal;
  const command = shownAction(action);
  try {
    const ports = openPorts();
    const code = await repairCommand(ports, console, { yes: true, path, ...asked }, () => never);
    return { kind: "command", text: command, output, failed: code !== 0 };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { what, next } = text.problems[error.code](error.details);
    return { kind: "command", text: command, output: [...output, what, next], failed: true };
  }
}
