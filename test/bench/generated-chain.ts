/** A chain of any length, made of what real chains are made of. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ENV = `
import os
from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

const idOf = (at: number) => `r${String(at).padStart(5, "0")}`;

/** About one revision in five creates a table; the others work on the newest. */
function upgradeOf(at: number): string {
  const newest = Math.floor(at / 5);
  const table = `table_${newest}`;
  switch (at % 5) {
    case 0: {
      const parent =
        newest === 0
          ? ""
          : `sa.Column("parent", sa.Integer, sa.ForeignKey("table_${newest - 1}.id")),`;
      return `op.create_table("${table}", sa.Column("id", sa.Integer, primary_key=True), ${parent}
        sa.Column("name", sa.String(80), nullable=False), sa.Column("state", sa.Text))`;
    }
    case 1:
      return `op.add_column("${table}", sa.Column("added", sa.DateTime(timezone=True), server_default=sa.func.now()))`;
    case 2:
      return `op.create_index("ix_${table}_name", "${table}", ["name"])`;
    case 3:
      return `op.execute("UPDATE ${table} SET state = 'new' WHERE state IS NULL")`;
    default:
      return newest % 2 === 0
        ? `op.execute("CREATE VIEW view_${newest} AS SELECT id, name FROM ${table}")`
        : `op.execute("CREATE TYPE kind_${newest} AS ENUM ('one', 'two')")`;
  }
}

/**
 * Writes an Alembic project with that many revisions.
 * @param note a comment in the newest script
 */
export function writeChain(folder: string, count: number, note = ""): void {
  mkdirSync(join(folder, "versions"), { recursive: true });
  writeFileSync(join(folder, "alembic.ini"), "[alembic]\nscript_location = %(here)s\n");
  writeFileSync(join(folder, "env.py"), ENV);
  for (let at = 0; at < count; at++) {
    const text = `"""Revision ${at}"""
import sqlalchemy as sa
from alembic import op

revision = "${idOf(at)}"
down_revision = ${at === 0 ? "None" : `"${idOf(at - 1)}"`}
branch_labels = None
depends_on = None


def upgrade():
    ${upgradeOf(at)}


def downgrade():
    pass
`;
    const comment = note !== "" && at === count - 1 ? `# ${note}\n` : "";
    writeFileSync(join(folder, "versions", `${idOf(at)}.py`), text + comment);
  }
}
