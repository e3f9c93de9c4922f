/** A chain with two bases, a branch, a merge, `depends_on`, and revisions that only move rows. */
import { type SmallProject, smallProject } from "./small-project.ts";

const script = (id: string, header: string, upgrade: string) => `"""Does ${id}"""
from alembic import op

revision = "${id}"
${header}


def upgrade():
    ${upgrade}


def downgrade():
    pass
`;

const down = (parents: string, more = "") => `down_revision = ${parents}\n${more}`;

const SCRIPTS = {
  "a1.py": script("a1", down("None"), 'op.execute("CREATE TABLE a (id int PRIMARY KEY)")'),
  "a2.py": script("a2", down('"a1"'), "op.execute(\"ALTER TABLE a ADD x text DEFAULT 'x'\")"),
  "a3.py": script("a3", down('"a1"'), 'op.execute("CREATE INDEX ix_a ON a (id)")'),
  "a4.py": script("a4", down('"a3"'), 'op.execute("UPDATE a SET id = id")'),
  "am.py": script("am", down('("a2", "a4")'), "op.execute(\"CREATE TYPE mood AS ENUM ('ok')\")"),
  "b1.py": script(
    "b1",
    down("None", 'depends_on = "a1"'),
    'op.execute("CREATE TABLE b (id int REFERENCES a)")',
  ),
  "b2.py": script("b2", down('"b1"'), 'op.execute("ALTER TABLE b ADD y int")'),
};

/** In an order in which they can be run. */
export const ORDER = ["a1", "a2", "a3", "a4", "am", "b1", "b2"];
/** Leave nothing in the schema. */
export const WITHOUT_TRACE = ["a4"];
export const HEADS = ["am", "b2"];

export const PARENTS: Readonly<Record<string, readonly string[]>> = {
  a1: [],
  a2: ["a1"],
  a3: ["a1"],
  a4: ["a3"],
  am: ["a2", "a4"],
  b1: ["a1"],
  b2: ["b1"],
};

/** @returns the project's folder */
export function branchedProject(options: Omit<SmallProject, "scripts"> = {}): string {
  return smallProject({ ...options, scripts: SCRIPTS });
}
