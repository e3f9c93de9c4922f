/** restamp undo: takes back a session. */
import { visible } from "../core/display.ts";
import type { JournalledSession } from "../core/journal/session.ts";
import type { Undo } from "../core/journal/undo.ts";
import { type ExitCode, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports.ts";
import { runUndo } from "../session/run-undo.ts";
import type { Diagnosed } from "../session/stages.ts";
import type { Console } from "./console.ts";
import { diagnoseQuietly } from "./headless.ts";

export interface UndoOptions {
  readonly yes?: boolean;
  /** The database's name: consent to the loss of rows. */
  readonly confirm?: string;
}

export async function undoCommand(
  ports: SessionPorts,
  console: Console,
  id: string | undefined,
  options: UndoOptions,
): Promise<ExitCode> {
  const sessions = await ports.journal.list();
  const seen = await diagnoseQuietly(ports, console);
  const session = findSession(sessions, seen, id);
  const { undo: words } = console.text.cli;
  const { undo, isDone } = await runUndo(session, seen, {
    journal: ports.journal,
    consent: async (undo) => {
      for (const line of shown(session, undo, console)) console.tell(visible(line));
      return isConsented(undo, seen, options, console);
    },
  });
  const { start } = session;
  if (console.json) console.printJson({ session: start.id, undo: undo.kind, undone: isDone });
  else console.print(isDone ? words.done(start.id) : words.nothing(start.id));
  return 0;
}

/** The last one of this database that changed anything and was not taken back. */
function findSession(
  sessions: readonly JournalledSession[],
  { server }: Diagnosed,
  id: string | undefined,
): JournalledSession {
  const isHere = ({ start: { database } }: JournalledSession) =>
    database.name === server.database &&
    database.host === server.host &&
    database.port === server.port;
  const found =
    id === undefined
      ? sessions.find((s) => isHere(s) && s.status !== "undone" && s.begun.length > 0)
      : sessions.find((s) => s.start.id === id);
  if (found) return found;
  const known = sessions.map(({ start }) => start.id).join(", ");
  throw new Problem("session_unknown", { id: id ?? "", known });
}

function shown({ start }: JournalledSession, undo: Undo, { text }: Console): string[] {
  const { undo: words } = text.cli;
  if (undo.kind === "nothing") return [];
  const head = words.intro[undo.kind](start.id);
  if (undo.kind === "backup")
    return [head, ...undo.differences.slice(0, 20).map(({ key }) => `  ${key}`)];
  const rows =
    undo.kind === "drop" && undo.loses.length > 0
      ? [words.loses(undo.loses.map(({ identity }) => identity))]
      : [];
  return [head, ...undo.statements.map((statement) => `  ${statement};`), ...rows];
}

/** @throws Problem consent_missing */
function isConsented(
  undo: Undo,
  { server }: Diagnosed,
  { yes, confirm }: UndoOptions,
  { text }: Console,
): boolean {
  if (undo.kind === "backup") return true; // which says by itself why it cannot be done
  const { undo: words } = text.cli;
  if (undo.kind === "drop" && undo.loses.length > 0 && confirm !== server.database) {
    throw new Problem("consent_missing", words.needsConfirm(visible(server.database)));
  }
  if (yes !== true) throw new Problem("consent_missing", words.needsYes);
  return true;
}
