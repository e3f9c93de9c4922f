/** restamp undo: takes back a session. */
import type { SinceBackup } from "../core/backup.ts";
import { visible } from "../core/display.ts";
import { isOfChain, isSessionOf, type JournalledSession } from "../core/journal/session.ts";
import type { Undo } from "../core/journal/undo.ts";
import { type ExitCode, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { runUndo } from "../session/run/run-undo.ts";
import { losesWork } from "../session/screens/reduce-undo.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import { undoLines } from "../ui/undo-lines.ts";
import type { Console } from "./console.ts";
import { diagnoseQuietly } from "./headless.ts";

export interface UndoOptions {
  readonly yes?: boolean;
  /** The database's name: consent to the loss of rows. */
  readonly confirm?: string;
}

/** @param listen is called when it has looked: from then on, that says when somebody wants an end */
export async function undoCommand(
  ports: SessionPorts,
  console: Console,
  id: string | undefined,
  options: UndoOptions,
  listen: () => AbortSignal,
): Promise<ExitCode> {
  const sessions = await ports.journal.list();
  const seen = await diagnoseQuietly(ports, console);
  const session = findSession(sessions, seen, id);
  const { undo: words } = console.text.cli;
  const { undo, isDone, kept } = await runUndo(session, seen, {
    journal: ports.journal,
    stop: listen(),
    consent: async (undo, since) => {
      for (const line of undoLines(session.start.id, undo, since, console.text))
        console.tell(visible(line));
      return isConsented(undo, since, seen, options, console);
    },
  });
  const { start } = session;
  const path = kept?.path ?? null;
  if (console.json) {
    console.printJson({ session: start.id, undo: undo.kind, undone: isDone, kept: path });
  } else if (isDone) {
    console.print(words[undo.kind === "put_back" ? "putBack" : "done"](start.id));
    if (path !== null) console.print(words.kept(visible(path)));
  } else console.print(words.nothing(start.id));
  return 0;
}

/** The last one of this chain in this database that changed anything and was not taken back. */
function findSession(
  sessions: readonly JournalledSession[],
  { server, reference }: Diagnosed,
  id: string | undefined,
): JournalledSession {
  const found =
    id === undefined
      ? sessions.find(
          (s) =>
            isSessionOf(s, server) &&
            isOfChain(s, reference) &&
            s.start.undoes === null &&
            s.status !== "undone" &&
            s.begun.length > 0,
        )
      : sessions.find((s) => s.start.id === id);
  if (found) return found;
  const known = sessions.map(({ start }) => start.id).join(", ");
  throw new Problem("session_unknown", { id: id ?? "", known });
}

/** @throws Problem consent_missing */
function isConsented(
  undo: Undo,
  since: SinceBackup,
  { server }: Diagnosed,
  { yes, confirm }: UndoOptions,
  { text }: Console,
): boolean {
  if (undo.kind === "backup" && undo.backup === null) return true; // says itself that it cannot be
  const { undo: words } = text.cli;
  const name = visible(server.database);
  const needsName = losesWork(undo, since);
  if (needsName && confirm !== server.database) {
    throw new Problem(
      "consent_missing",
      confirm === undefined ? words.needsConfirm(name) : words.wrongName(visible(confirm), name),
    );
  }
  const options = needsName ? ` --confirm ${name}` : "";
  if (yes !== true) throw new Problem("consent_missing", words.needsYes(options));
  return true;
}
