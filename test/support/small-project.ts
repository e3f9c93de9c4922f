/** Alembic projects that are made for one test, and that the real alembic runs. */
import { writeFiles } from "./files.ts";
import { temporaryFolder } from "./restamp.ts";

export interface SmallProject {
  /** Text of each script, by file name. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Python: where env.py takes the URL from. `os` and `config` are there. */
  readonly url?: string;
  /** Lines of alembic.ini. */
  readonly ini?: string;
  /** Python: what env.py does with its connection before it configures the context. */
  readonly before?: string;
  /** Arguments of context.configure(), beside the connection. */
  readonly configure?: string;
}

/** @returns the project's folder */
export function smallProject({
  scripts,
  url = 'os.environ["DATABASE_URL"]',
  ini = "",
  configure = "",
  before = "pass",
}: SmallProject): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "alembic.ini": `[alembic]\nscript_location = %(here)s\n${ini}\n`,
    "env.py": `
import os
from alembic import context
from sqlalchemy import create_engine, pool

config = context.config
with create_engine(${url}, poolclass=pool.NullPool).connect() as connection:
    ${before}
    context.configure(connection=connection, ${configure})
    with context.begin_transaction():
        context.run_migrations()
`,
  });
  for (const [name, text] of Object.entries(scripts)) {
    writeFiles(folder, { [`versions/${name}`]: text });
  }
  return folder;
}

/** env.py as `alembic init -t async` writes it. @param configure see SmallProject */
export const asyncEnv = (configure = "") => `
import asyncio
import os
from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine

def do_run_migrations(connection):
    context.configure(connection=connection, ${configure})
    with context.begin_transaction():
        context.run_migrations()

async def run_async_migrations():
    connectable = create_async_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool)
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()

asyncio.run(run_async_migrations())
`;
