/**
 * A Python program that keeps one alembic process open for several commands: importing
 * SQLAlchemy and the project takes longer than most of them. It has no braces: hatch, which may
 * run it, would fill them in.
 *
 * It calls Alembic's own command line (`CommandLine.main`), so that options, alembic.ini and
 * pyproject.toml mean what they mean there. `probe` asks one question on the very connection
 * that env.py opens, with `dont_mutate` as `alembic current` has it (alembic/command.py, seen
 * in 1.8.1 and 1.20.1): nothing is written, not even an empty version table. Asked for the
 * scripts, it walks them there as well: a script may want the database when it is loaded.
 *
 * Asked where it goes, it stops env.py at its first connection, with the parameters that the driver
 * was about to be given: no server hears of it. That is at the last moment (`DefaultDialect.connect`,
 * SQLAlchemy 1.4.54 and 2.1.9), after whoever puts a password in as late ("DialectEvents.do_connect").
 *
 * env.py may write without ending the line, put something else in the place of stdin and stdout, and ask
 * its operator: none of it may come between the jobs and their answers. Nobody answers it here.
 *
 * Alembic names each revision when it begins it, but only to those whose env.py lets it log
 * (`log.info("Running %s", step)` in alembic/runtime/migration.py): here it is heard in any case.
 */
import { GUARD_SCRIPT } from "./guard-script.ts";

export const WORKER_SCRIPT = `
import gc, json, os, queue, sys, threading, traceback

mark = sys.argv[1]
jobs = os.fdopen(os.dup(0))
answers = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(1, 2)  # one stream, so that nothing is told before what was printed ahead of it
waiting = queue.Queue()


def hand_over():
    for line in jobs:
        waiting.put(line)
    # restamp is gone, or wants no answer any more: an env.py that waits for something would stay.
    os._exit(0)  # taking down all that was imported takes as long as a small upgrade


threading.Thread(target=hand_over, daemon=True).start()

gc.disable()  # it looks through all of SQLAlchemy again and again, and this process is short-lived

if sys.path and sys.path[0] in ("", os.getcwd()):
    del sys.path[0]  # the alembic command does not have it either

import alembic
from alembic.config import CommandLine
from alembic.runtime import migration
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import to_tuple


def tell(**said):
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except Exception:
            pass  # closed
    print(mark + json.dumps(said), file=answers, flush=True)


begun = []
inform = migration.log.info


def hear(message, *args, **more):
    if message == "Running %s" and hasattr(args[0], "revision"):
        begun.append(args[0].revision.revision)
    inform(message, *args, **more)


migration.log.info = hear


def said_by(script):
    module = script.module
    names = ("revision", "down_revision", "depends_on", "branch_labels")
    said = dict((name, to_tuple(getattr(module, name, None), ())) for name in names)
    return dict(said, id=script.revision, path=str(script.path), message=script.doc)


# Where Alembic finds its version table, or makes it where there is none: as an unqualified name.
HOME = """
SELECT coalesce((SELECT n.nspname FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = :name AND c.relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(c.oid)),
  pg_catalog.current_schema())
"""


def home_of(context):
    from sqlalchemy import text

    if context.version_table_schema:
        return context.version_table_schema
    asked = context.connection.execute(text(HOME), dict(name=context.version_table))
    return asked.scalar()


${GUARD_SCRIPT}

class Probe(CommandLine):
    question = None
    seen = None

    def run_cmd(self, config, options):
        def ask(rows, context):
            before = (self.seen or dict()).get("answer")
            self.seen = dict(
                rows=list(rows),
                table=context.version_table,
                schema=context.version_table_schema,
            )
            if self.question is None:
                walked = reversed(list(script.walk_revisions()))
                self.seen["scripts"] = [said_by(each) for each in walked]
            else:
                asked = context.connection.exec_driver_sql(self.question)
                answer = asked.scalar()
                # env.py may go to several databases: one that is not ours decides.
                self.seen["answer"] = before if str(before) == "0" else answer
                self.seen["home"] = home_of(context)
            return []

        script = ScriptDirectory.from_config(config)
        with EnvironmentContext(config, script, fn=ask, dont_mutate=True):
            script.run_env()


class Found(BaseException):  # not for an env.py that tries again after an Exception
    pass


def stop(dialect, *args, **params):
    is_ours = dialect.name == "postgresql"
    raise Found(dict(params, driver=dialect.driver) if is_ours else None)


def as_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def as_texts(params):
    plain = (bool, int, str, list, tuple)  # an SSLContext or a function says nothing here
    return dict((name, as_text(each)) for name, each in params.items() if isinstance(each, plain))


def stop_before_connecting():
    from sqlalchemy.engine.default import DefaultDialect

    DefaultDialect.connect = stop


tell(version=alembic.__version__)
while True:
    job = json.loads(waiting.get())
    os.environ.update(job["environment"])
    probe = Probe(prog="alembic")
    probe.question = job.get("question")
    code = 0
    place = None
    begun.clear()
    strayed.clear()
    keep_to(job.get("only"))
    try:
        if job["kind"] == "where":
            stop_before_connecting()
        command = probe if job["kind"] == "probe" else CommandLine(prog="alembic")
        command.main(argv=job["argv"])
    except Found as found:
        [params] = found.args
        place = params and as_texts(params)
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
        if isinstance(left.code, str):
            print(left.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    tell(code=code, seen=probe.seen, begun=begun[-1:], place=place, strayed=strayed)
`;
