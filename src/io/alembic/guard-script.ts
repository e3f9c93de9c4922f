/**
 * Python that keeps env.py, and the revisions, to the database that restamp has led them to. The
 * proof before says where env.py goes once; it may still go to another database beside it, or for
 * another command, or a revision may open a connection of its own. Each new connection is asked
 * where it is, before anybody runs a statement on it. It has no braces: see worker-script.ts.
 *
 * It hears of SQLAlchemy's connections (its docs, "PoolEvents.connect"), whoever makes them, and of
 * those that are made past it: the drivers' own functions are looked after as soon as a driver is
 * imported. Not of asynchronous ones past it, of other programs, nor of SQLite's: files are no server's.
 */
import { PLACE_SQL } from "../postgres/place.ts";

export const GUARD_SCRIPT = `
import functools, importlib.util

DRIVERS = ("psycopg", "psycopg2", "pg8000")

strayed = []
led_to = None


class OtherDatabaseError(BaseException):  # not for who goes on after an Exception
    pass


def place_of(connection):
    cursor = connection.cursor()
    try:
        cursor.execute("""${PLACE_SQL}""")
        row = cursor.fetchone()
        return tuple(row.values() if hasattr(row, "values") else row)  # who connects chooses its form
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


def looked_at(connect):
    @functools.wraps(connect)
    def connecting(*args, **options):
        connection = connect(*args, **options)
        look_where(connection, None)
        return connection

    return connecting


def look_after(driver):
    if driver.__name__ == "psycopg":  # whose function is a method of this class, or of one made from it
        connection = driver.Connection
        connection.connect = classmethod(looked_at(connection.connect.__func__))
        driver.connect = connection.connect
    else:
        driver.connect = looked_at(driver.connect)


class Drivers:
    asked = None

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in DRIVERS or cls.asked == name:
            return None
        cls.asked = name
        try:
            spec = importlib.util.find_spec(name)
        finally:
            cls.asked = None
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module = functools.partial(cls.run, spec.loader.exec_module)
        return spec

    @staticmethod
    def run(exec_module, driver):
        exec_module(driver)
        look_after(driver)


def keep_to(place):
    global led_to
    if Drivers not in sys.meta_path:
        sys.meta_path.insert(0, Drivers)
        for name in DRIVERS:
            if name in sys.modules:
                look_after(sys.modules[name])
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
