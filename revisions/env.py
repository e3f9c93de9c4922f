"""How Alembic reaches the call service's database."""
import os
import re
from importlib.util import find_spec
from logging.config import fileConfig
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, pool
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

config = context.config
if config.config_file_name:
    fileConfig(config.config_file_name, disable_existing_loggers=False)

# Revisions are written by hand; there are no models to compare them with.
target_metadata = None

ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?DATABASE_URL[ \t]*=[ \t]*"""
    r"""(?:"([^"\n]*)"|'([^'\n]*)'|([^\n]*?))[ \t]*(?:(?<=\s)\#[^\n]*)?$""",
    re.MULTILINE,
)


def from_dotenv():
    here = Path(os.path.abspath(config.config_file_name or __file__)).parent
    for file in (here / ".env", here.parent / ".env"):
        if file.is_file():
            found = ASSIGNMENT.findall(file.read_text(encoding="utf-8-sig"))
            if found and any(found[-1]):
                return "".join(found[-1])
    return None


def database_url():
    raw = os.environ.get("DATABASE_URL") or from_dotenv()
    if not raw:
        raise SystemExit(
            "DATABASE_URL is not set: put it in the environment or in a .env file "
            "beside alembic.ini or one folder above it."
        )
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError):
        # SQLAlchemy may quote the whole URL, password included.
        raise SystemExit("DATABASE_URL cannot be read as a database URL.") from None
    dialect, _, driver = url.drivername.partition("+")
    if dialect not in ("postgres", "postgresql"):
        raise SystemExit(f"DATABASE_URL must name a PostgreSQL database, not {dialect}.")
    # Named always, because SQLAlchemy's default driver differs between versions.
    driver = driver or ("psycopg2" if find_spec("psycopg2") else "psycopg")
    return url.set(drivername=f"postgresql+{driver}")


def run_offline():
    context.configure(
        url=database_url(),
        target_metadata=target_metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online():
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        # Nothing may run on this connection before configure(): a statement would open
        # a transaction that Alembic does not own, and its work would be rolled back.
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
