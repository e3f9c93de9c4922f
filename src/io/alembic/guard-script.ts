/**
 * Python that keeps env.py, and the revisions, to the database that restamp has led them to. The
 * proof before says where env.py goes once; it may still go to another database beside it, or for
 * another command, or a revision may open a connection of its own. Each new connection is asked
 * where it is, before anybody runs a statement on it. It has no braces: see worker-script.ts.
 *
 * It hears of SQLAlchemy's connections (its docs, "PoolEvents.connect"), whoever makes them, and of
 * those that are made past it: the drivers' own functions are looked after as soon as a driver is
 * imported. Not of other programs' connections, nor of SQLite's: files are no server's.
 */
import { PLACE_SQL } from "../postgres/place.ts";

export const GUARD_SCRIPT = `
import functools, importlib.util

DRIVERS = ("psycopg", "psycopg2", "pg8000", "asyncpg")

strayed = []
led_to = None


class OtherDatabaseError(BaseException):  # not for who goes on after an Exception
    pass


def as_tuple(row):  # who connects chooses its form
    return tuple(row.values() if hasattr(row, "values") else row)


def place_of(connection):
    cursor = connection.cursor()
    try:
        cursor.execute("""${PLACE_SQL}""")
        return as_tuple(cursor.fetchone())
    except Exception:
        return (None, "another kind of server")
    finally:
        cursor.close()
        connection.rollback()


def look_where(connection, record):
    if led_to is None or type(connection).__module__.startswith("sqlite3"):
        return
    require_led(place_of(connection))


def require_led(found):
    place, name = found
    if place != led_to:
        strayed.append(name)
        raise OtherDatabaseError("this connection leads to " + name)


async def place_by_psycopg(connection):
    async with connection.cursor() as cursor:
        await cursor.execute("""${PLACE_SQL}""")
        row = await cursor.fetchone()
    await connection.rollback()
    return as_tuple(row)


async def place_by_asyncpg(connection):
    return as_tuple(await connection.fetchrow("""${PLACE_SQL}"""))


def looked_at(connect):
    @functools.wraps(connect)
    def connecting(*args, **options):
        connection = connect(*args, **options)
        look_where(connection, None)
        return connection

    return connecting


def waited_for(connect, ask):
    @functools.wraps(connect)
    async def connecting(*args, **options):
        connection = await connect(*args, **options)
        if led_to is not None:
            require_led(await ask(connection))
        return connection

    return connecting


def look_after(driver):
    if driver.__name__ == "psycopg":  # whose functions are methods of these classes, or of some made from them
        connection, other = driver.Connection, driver.AsyncConnection
        connection.connect = classmethod(looked_at(connection.connect.__func__))
        other.connect = classmethod(waited_for(other.connect.__func__, place_by_psycopg))
        driver.connect = connection.connect
    elif driver.__name__ == "asyncpg":  # whose pools take the inner one
        driver.connection.connect = waited_for(driver.connection.connect, place_by_asyncpg)
        driver.connect = driver.connection.connect
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
