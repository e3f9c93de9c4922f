/** The database under repair: read in read-only transactions, written in one repair session. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { CommandLog } from "../ports/command.ts";
import type { DatabasePort, DatabaseReader } from "../ports/database.ts";
import { endSession, readMigrations } from "./blockers.ts";
import { tablesSql } from "./catalog-sql.ts";
import { withConnection } from "./connection.ts";
import { type DatabaseSettings, placeOf, questionsTo, snapshotOf } from "./database-settings.ts";
import { watchFor, withMark } from "./marks.ts";
import { READING, readOnly } from "./reading.ts";
import { beginRepair } from "./repair-session.ts";
import { readServer } from "./server.ts";
import { isUnderRepair } from "./session-lock.ts";
import type { Questions } from "./snapshot.ts";

interface Session extends Questions {
  /** Of its process, as it was told when the connection was made. */
  readonly pid: number | undefined;
}

export function openDatabase(
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): DatabasePort {
  /** One connection that reads, whatever happens. */
  async function reading<T>(read: (questions: Session) => Promise<T>): Promise<T> {
    return withConnection(
      url,
      "restamp",
      async (client) => {
        const { processID: pid } = client as { processID?: number };
        return await read({ ...questionsTo(client, url, log, settings), pid });
      },
      { ...READING, ...placeOf(settings) },
    );
  }

  const readerOf = (questions: Session): DatabaseReader => ({
    server: () =>
      readOnly(questions.ask, () => readServer(questions.ask, questions.pid, url, settings)),
    snapshot: (scope = null) => snapshotOf(questions, scope, settings),
  });

  return {
    tablesStatement: tablesSql([]),
    onOneConnection: (work) => reading((questions) => work(readerOf(questions))),
    server: () => reading((questions) => readerOf(questions).server()),
    snapshot: (scope) => reading((questions) => readerOf(questions).snapshot(scope)),
    withMark: (work) => withMark(url, work),
    watchFor: (sessionName, work) => watchFor(url, sessionName, work),
    endSession: (session) =>
      withConnection(url, "restamp", (client) =>
        endSession(questionsTo(client, url, log, settings).ask, session),
      ),
    migrations: (versionTables) => reading(({ ask }) => readMigrations(ask, versionTables)),
    isUnderRepair: () => reading(({ ask }) => isUnderRepair(ask)),
    beginRepair: () => beginRepair(url, log, settings),
  };
}
