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
