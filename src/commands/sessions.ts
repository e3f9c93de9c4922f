/** restamp sessions: what was run on this machine, and how it ended. */
import { visible } from "../core/display.ts";
import type { JournalledSession } from "../core/journal/session.ts";
import type { ExitCode } from "../core/problem.ts";
import { placeName } from "../core/url-hosts.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { Console } from "./console.ts";

export async function sessionsCommand(ports: SessionPorts, console: Console): Promise<ExitCode> {
  const sessions = await ports.journal.list();
  const { sessions: words } = console.text.cli;
  if (console.json) console.printJson(sessions.map(sessionJson));
  else if (sessions.length === 0) console.print(words.none);
  else for (const session of sessions) console.print(visible(line(session, console)));
  return 0;
}

function line({ start, status, problem }: JournalledSession, { text }: Console): string {
  const { sessions: words } = text.cli;
  const { name, host, port } = start.database;
  const what = start.undoes === null ? words.path(start.path) : words.undoes(start.undoes);
  const ended = problem === null ? words.status[status] : `${words.status[status]} (${problem})`;
  const where = words.database(name, placeName(host, port));
  return `${start.id}  ${where}  ${what}  ${ended}`;
}

function sessionJson(session: JournalledSession) {
  const { start, status, begun, done, backup, putBack, problem } = session;
  const { id, at, project, database, path, undoes, steps, revisionsToRun, versionTables } = start;
  return {
    id,
    at,
    status,
    problem,
    database,
    project,
    path,
    undoes,
    stamp_before: versionTables.map(({ schema, name, rows }) => ({ schema, name, rows })),
    revisions: revisionsToRun,
    steps: steps.map((step) => ({
      ...step,
      state: done.includes(step.id) ? "done" : begun.includes(step.id) ? "begun" : "waiting",
    })),
    backup,
    put_back: putBack,
  };
}
