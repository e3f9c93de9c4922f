/** Writes Alembic projects of any length: tables, columns, indexes, foreign keys, enums, views and data. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const REVISIONS = fileURLToPath(new URL("../../revisions", import.meta.url));

/**
 * @param folder an empty folder: it becomes the project
 * @param length how many revisions the chain has
 * @returns the ids in order
 */
export function writeChain(folder: string, length: number): string[] {
  mkdirSync(join(folder, "versions"), { recursive: true });
  for (const file of ["alembic.ini", "env.py", "script.py.mako"]) {
    cpSync(join(REVISIONS, file), join(folder, file));
  }
  const ids = Array.from({ length }, (_, at) => at.toString(16).padStart(12, "0"));
  for (const [at, id] of ids.entries()) {
    const down = at === 0 ? "None" : `"${ids[at - 1]}"`;
    writeFileSync(join(folder, "versions", `${id}_step.py`), script(id, down, at));
  }
  return ids;
}

function script(id: string, down: string, at: number): string {
  return [
    `"""Step ${at}"""`,
    "from alembic import op",
    "import sqlalchemy as sa",
    "",
    `revision = "${id}"`,
    `down_revision = ${down}`,
    "",
    "",
    "def upgrade():",
    ...operations(at).map((line) => `    ${line}`),
    "",
    "",
    "def downgrade():",
    "    raise NotImplementedError",
    "",
  ].join("\n");
}

/** One revision in five makes a table; the others change one that is there, or only rows. */
function operations(at: number): string[] {
  const table = `t${Math.floor(at / 5)}`;
  const sql = (statement: string) => [`op.execute("""${statement}""")`];
  switch (at % 5) {
    case 0: {
      const parent =
        at === 0 ? "" : `, sa.ForeignKey("t${Math.floor(at / 5) - 1}.id", name="fk_${table}")`;
      return [
        `op.create_table("${table}", sa.Column("id", sa.Integer, primary_key=True),`,
        `    sa.Column("name", sa.String(80), nullable=False), sa.Column("parent", sa.Integer${parent}),`,
        `    sa.Column("made", sa.DateTime(timezone=True), server_default=sa.func.now()))`,
      ];
    }
    case 1:
      return [`op.add_column("${table}", sa.Column("note", sa.Text))`];
    case 2:
      return [`op.create_index("ix_${table}_name", "${table}", ["name"])`];
    case 3:
      return sql(`UPDATE ${table} SET note = name`);
    default:
      return at % 2 === 0
        ? sql(`CREATE VIEW v_${table} AS SELECT id, name FROM ${table}`)
        : sql(`CREATE TYPE e_${table} AS ENUM ('a', 'b')`);
  }
}
