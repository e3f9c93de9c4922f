/** A short sweep in the ordinary test run, so that the command itself keeps working. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { databaseUrl, REVISIONS } from "../support/database.ts";
import { smallProject } from "../support/small-project.ts";
import { type SweepOptions, sweep } from "./sweep.ts";
import { openTally } from "./tally.ts";

/** Few of the cases; the minutes are a limit that even a slow machine does not need. */
const SHORT = { every: 3, stamps: "some", limit: 3, repairs: 1, seed: 1 } as const;

async function swept(config: string, options: Partial<SweepOptions> = {}) {
  const tally = openTally(() => {});
  await sweep({ ...SHORT, ...options, config }, databaseUrl, tally, () => {});
  const wrong = tally.cases.filter(({ outcome }) => outcome === "wrong" || outcome === "blind");
  return { wrong, kinds: new Set(tally.cases.map(({ kind }) => kind)) };
}

function script(id: string, parents: readonly string[], upgrade: string, dependsOn = "None") {
  const down = parents.length === 0 ? "None" : `(${parents.map((each) => `"${each}",`).join(" ")})`;
  return `"""Revision ${id}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${down}
branch_labels = None
depends_on = ${dependsOn}


def upgrade():
    ${upgrade}


def downgrade():
    pass
`;
}

const BRANCHES = {
  "a.py": script(
    "a1",
    [],
    'op.create_table("item", sa.Column("id", sa.Integer, primary_key=True))',
  ),
  "b.py": script("b1", ["a1"], 'op.add_column("item", sa.Column("name", sa.String(40)))'),
  "c.py": script("b2", ["b1"], `op.execute("UPDATE item SET name = '' WHERE name IS NULL")`),
  "d.py": script("c1", ["a1"], 'op.create_table("shelf", sa.Column("id", sa.Integer))'),
  "e.py": script("d1", ["b2", "c1"], "pass"),
  "f.py": script("e1", ["d1"], 'op.create_index("item_name", "item", ["name"])'),
  "g.py": script("f1", [], "op.execute(\"CREATE TYPE kind AS ENUM ('x')\")", '"b1"'),
};

test("a sweep over the bundled chain finds nothing wrong", async () => {
  const { wrong, kinds } = await swept(join(REVISIONS, "alembic.ini"));
  expect(wrong).toEqual([]);
  expect([...kinds]).toEqual(expect.arrayContaining(["record", "right stamp", "wrong stamp"]));
});

test("a sweep over branches, a merge, revisions of data alone and a dependency", async () => {
  const project = smallProject({ scripts: BRANCHES });
  const { wrong, kinds } = await swept(join(project, "alembic.ini"), { every: 1, repairs: 0 });
  expect(wrong).toEqual([]);
  expect([...kinds]).toEqual(expect.arrayContaining(["wrong stamp", "drift"]));
});
