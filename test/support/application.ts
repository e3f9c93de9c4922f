/** A project as teams have it: migrations inside the application, which they import, settings in .env. */
import { join } from "node:path";
import { sqlScript, writeFiles } from "./files.ts";
import { temporaryFolder } from "./restamp.ts";

const ENV_PY = `
import os
from alembic import context
from sqlalchemy import create_engine, pool
from shop.settings import settings

with create_engine(settings.url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

/** Rows that a table wants: of every common type, and a foreign key. */
const TABLES = {
  "1.py": sqlScript(
    "r1",
    null,
    "CREATE TYPE size AS ENUM ('s', 'l'); CREATE TABLE customer (id uuid PRIMARY KEY, mail varchar(20) NOT NULL UNIQUE, since date NOT NULL, size size NOT NULL, tags text[] NOT NULL, extra jsonb NOT NULL)",
  ),
  "2.py": sqlScript(
    "r2",
    "r1",
    "CREATE TABLE purchase (id serial PRIMARY KEY, customer_id uuid NOT NULL REFERENCES customer (id), total numeric(8,2) NOT NULL)",
  ),
  "3.py": sqlScript("r3", "r2", "ALTER TABLE customer ADD COLUMN phone text"),
  "4.py": sqlScript("r4", "r3", "CREATE INDEX ix_purchase_customer ON purchase (customer_id)"),
  "5.py": sqlScript("r5", "r4", "CREATE TABLE note (id serial PRIMARY KEY, words text)"),
};

/**
 * @param url what .env says
 * @param read Python: where the application takes its URL from; `os` is there
 * @returns the folder of alembic.ini
 */
export function application(url: string, read = 'os.environ["SHOP_DB"]'): string {
  const folder = join(temporaryFolder(), "shop project");
  writeFiles(folder, {
    "alembic.ini": "[alembic]\nscript_location = shop/migrations\nprepend_sys_path = .\n",
    ".env": `SHOP_DB=${url}\nDATABASE_URL=${url}\nSHOP_SECRET="not for a copy"\n`,
    "shop/__init__.py": "",
    "shop/settings.py": `
import os

class Settings:
    secret = os.environ["SHOP_SECRET"]
    url = ${read}

settings = Settings()
`,
    "shop/migrations/env.py": ENV_PY,
  });
  for (const [name, text] of Object.entries(TABLES)) {
    writeFiles(folder, { [`shop/migrations/versions/${name}`]: text });
  }
  return folder;
}
