/**
 * Python that keeps env.py, and the revisions, to the database that restamp has led them to. The
 * proof before says where env.py goes once; it may still go to another database beside it, or for
 * another command, or a revision may open a connection of its own. Each new connection is asked
 * where it is, before anybody runs a statement on it. It has no braces: see worker-script.ts.
 *
 * It hears of SQLAlchemy's connections only (its docs, "PoolEvents.connect"), whoever makes them.
 * SQLite's are let be: files and memory are no server's.
 */
import { PLACE_SQL } from "../postgres/place.ts";

export const GUARD_SCRIPT = `
strayed = []


class OtherDatabaseError(BaseException):  # not for who goes on after an Exception
    pass


def place_of(connection):
    cursor = connection.cursor()
    try:
        cursor.execute("""${PLACE_SQL}""")
        return cursor.fetchone()
    except Exception:
        return (None, "another kind of server")
    finally:
        cursor.close()
        connection.rollback()


def look_where(connection, record):
    if led_to is None or type(connection).__module__.startswith("sqlite3"):
        return
    place, name = place_of(connection)
    if place != led_to:
        strayed.append(name)
        raise OtherDatabaseError("this connection leads to " + name)


def keep_to(place):
    global led_to
    led_to = place
    from sqlalchemy import event
    from sqlalchemy.pool import Pool

    if not event.contains(Pool, "connect", look_where):
        event.listen(Pool, "connect", look_where)
`;

/** The alembic command itself, kept to the place that is its first argument. */
export const GUARDED_COMMAND = `
import os, sys

if sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]  # the alembic command does not have it either

${GUARD_SCRIPT}
keep_to(sys.argv[1])
sys.argv[:2] = ["alembic"]

from alembic.config import CommandLine

CommandLine(prog="alembic").main(argv=sys.argv[1:])
if strayed:  # and env.py went on
    sys.exit("OtherDatabaseError: a connection led to " + strayed[0])
`;
