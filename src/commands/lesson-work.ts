/** What a lesson does in its sandbox, without screens: tries answers, runs what is typed, looks how it ends. */
import { explainFailure } from "../core/alembic-failure.ts";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../core/database-url.ts";
import { visible } from "../core/display.ts";
import { asProblem } from "../core/problem.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { countedRows, runTyped } from "../io/practice/typed-sql.ts";
import { wholeDatabase } from "../io/practice/whole-database.ts";
import { URL_VARIABLE } from "../io/project/find-url.ts";
import type { Judged, Ran } from "../practice/coach/lesson.ts";
import { lostRows } from "../practice/coach/lost-rows.ts";
import type { Trial } from "../practice/coach/question.ts";
import { readTyped } from "../practice/coach/typed-command.ts";
import type { Scenario } from "../practice/scenario.ts";
import type { Text } from "../text/index.ts";
import { openConsole } from "./console.ts";
import { diagnoseQuietly } from "./headless.ts";
import { playSenior } from "./senior.ts";

export interface LessonWorkSettings {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly openPorts: (log: CommandLog) => SessionPorts;
  readonly text: Text;
}

/** A failing command is a result; what the practice itself stumbles over is thrown. */
export interface LessonWork {
  /** What became of a wrong answer. Leaves the sandbox as it was at the beginning. */
  tryOut(trial: readonly Trial[]): Promise<{
    readonly ran: Ran[];
    readonly judged: Judged;
    readonly isUnchanged: boolean;
  }>;
  /** One line of the prompt. */
  type(typed: string): Promise<{ readonly ran: Ran[]; readonly judged: Judged }>;
  /** The senior's steps, from the beginning. */
  solve(): Promise<Ran[]>;
  /** Whether the end is what the scenario wants: by the diagnosis, and by its own queries. */
  check(): Promise<boolean>;
}

export async function openLessonWork(settings: LessonWorkSettings): Promise<LessonWork> {
  const { scenario, sandbox, openPorts, text } = settings;
  const before = await countedRows(sandbox.url);
  const quietPorts = () => openPorts(() => {});

  async function judge(): Promise<Judged> {
    const lost = lostRows(before, await countedRows(sandbox.url));
    const mute = { ...openConsole(false, text), tell: () => {} };
    try {
      const { diagnosis } = await diagnoseQuietly(quietPorts(), mute);
      return { verdict: diagnosis.verdict, problem: null, lost };
    } catch (error) {
      const problem = asProblem(error);
      return { verdict: null, problem: text.problems[problem.code](problem.details).what, lost };
    }
  }

  async function runAlembic(command: string): Promise<Ran> {
    const { lines, exitCode } = await sandbox.alembic(command);
    return {
      kind: "command",
      text: `alembic ${command}`,
      output: lines.map(visible),
      failed: exitCode !== 0,
    };
  }

  const runSql = (sql: string, url = sandbox.url) => runTyped(url, sql, text.coach.prompt.rows);

  /** Ends at the first that fails, as somebody would who reads what comes. */
  async function runTrial(trial: readonly Trial[]): Promise<Ran[]> {
    const ran: Ran[] = [];
    for (const each of trial) {
      const result =
        each.kind === "alembic"
          ? await runAlembic(each.args.join(" "))
          : await runSql(each.statements.join("; "), urlOfProject(sandbox));
      // Of a traceback, the line that says it; of a success, all.
      ran.push(result.failed ? { ...result, output: telling(result.output) } : result);
      if (result.failed) break;
    }
    return ran;
  }

  async function runLine(typed: string): Promise<Ran> {
    const command = readTyped(typed);
    switch (command.kind) {
      case "alembic":
        return { ...(await runAlembic(command.command)), text: typed };
      case "sql":
        return { ...(await runSql(command.sql)), text: typed };
      case "unknown":
        return { kind: "command", text: typed, output: [text.coach.prompt.unknown], failed: true };
    }
  }

  return {
    tryOut: async (trial) => {
      const whole = await wholeDatabase(sandbox.url);
      const ran = await runTrial(trial);
      const isUnchanged = whole !== null && whole === (await wholeDatabase(sandbox.url));
      const judged = await judge();
      await sandbox.reset();
      return { ran, judged, isUnchanged };
    },
    type: async (typed) => ({ ran: [await runLine(typed)], judged: await judge() }),
    solve: async () => {
      await sandbox.reset();
      const tools = { sandbox, openPorts: quietPorts, runAlembic, runSql, text };
      return playSenior(scenario.senior, tools);
    },
    check: async () => {
      const { verdict } = await judge();
      const isHealthy = verdict === "healthy" || verdict === scenario.ends;
      const rows = await Promise.all(
        scenario.end.map(async ({ sql, gives }) => {
          const found = await sandbox.ask(sql).catch(() => []);
          return JSON.stringify(found) === JSON.stringify(gives);
        }),
      );
      return isHealthy && rows.every(Boolean);
    },
  };
}

/** A wrong answer is tried with the project's own rights, which may be less than the prompt has. */
function urlOfProject({ environment, url }: Sandbox): DatabaseUrl {
  const found = parseDatabaseUrl(environment[URL_VARIABLE] ?? "");
  return isUrlFault(found) ? url : found;
}

function telling(lines: readonly string[]): string[] {
  const running = lines.findLast((line) => /Running (?:upgrade|stamp)/.test(line));
  return [...(running === undefined ? [] : [running]), explainFailure(lines).line];
}
