import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  isUnreadable,
  type RevisionScript,
  readRevisionScript,
} from "../../src/core/revision-script.ts";
import { REVISIONS } from "./builders.ts";

/** @throws Error when the source is no readable script */
function read(source: string): RevisionScript {
  const script = readRevisionScript(source);
  if (script === null || isUnreadable(script)) throw new Error(JSON.stringify(script));
  return script;
}

/** The down revisions of a script whose `down_revision` is written like this. */
const down = (written: string) =>
  read(`revision = "x"\ndown_revision = ${written}\nbranch_labels = None\n`).downRevisions;

const OLD_STYLE = `"""Add users

Revision ID: 1975ea83b712
Revises: ae1027a6acf
Create Date: 2019-03-04 10:12:41.508213

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '1975ea83b712'
down_revision = 'ae1027a6acf'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer()))
`;

const ANNOTATED_STYLE = `"""Merge heads

Revision ID: 9b1f2c3d4e5f
Revises: aaa111, bbb222
"""
from typing import Sequence, Union

revision: str = "9b1f2c3d4e5f"
down_revision: Union[str, Sequence[str], None] = ("aaa111", "bbb222")
branch_labels: Union[str, Sequence[str], None] = ("accounts", "billing")
depends_on: Union[str, Sequence[str], None] = "ccc333"
`;

describe("a revision script", () => {
  test("of Alembic's plain template is read whole", () => {
    expect(read(OLD_STYLE)).toEqual({
      id: "1975ea83b712",
      downRevisions: ["ae1027a6acf"],
      dependsOn: [],
      branchLabels: [],
      message: "Add users",
    });
  });

  test("of Alembic's annotated template is read whole", () => {
    expect(read(ANNOTATED_STYLE)).toEqual({
      id: "9b1f2c3d4e5f",
      downRevisions: ["aaa111", "bbb222"],
      dependsOn: ["ccc333"],
      branchLabels: ["accounts", "billing"],
      message: "Merge heads",
    });
  });

  test("annotated with a bar between its types is read alike", () => {
    const source = 'revision: str = "a"\ndown_revision: str | Sequence[str] | None = "b"\n';
    expect(read(source)).toMatchObject({ id: "a", downRevisions: ["b"] });
  });

  test.each(["\r\n", "\r"])("with line ends %j is read like one with line feeds", (end) => {
    for (const source of [OLD_STYLE, ANNOTATED_STYLE])
      expect(read(source.replaceAll("\n", end))).toEqual(read(source));
  });

  test("with a byte order mark and an encoding line is read alike", () => {
    expect(read(`\uFEFF# -*- coding: utf-8 -*-\n${OLD_STYLE}`)).toEqual(read(OLD_STYLE));
  });

  test("without spaces around its equals signs is read", () => {
    expect(read("revision='a'\ndown_revision='b'")).toMatchObject({
      id: "a",
      downRevisions: ["b"],
    });
  });

  test("may leave out everything but its revision", () => {
    expect(read('revision = "a"')).toEqual({
      id: "a",
      downRevisions: [],
      dependsOn: [],
      branchLabels: [],
      message: "",
    });
  });

  test("of the bundled project is read, every one of them", () => {
    const folder = `${REVISIONS}/versions`;
    const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const script = read(readFileSync(`${folder}/${name}`, "utf8"));
      expect(name.startsWith(`${script.id}_`)).toBe(true);
      expect(script.message).not.toBe("");
    }
  });
});

describe("the value of an assignment", () => {
  test.each([
    ["None", []],
    ["None  # the first one", []],
    ["()", []],
    ["[]", []],
    ["'b'", ["b"]],
    ['"b"', ["b"]],
    ['"""b"""', ["b"]],
    ["u'b'", ["b"]],
    ["'b'  # was 'c', before", ["b"]],
    ['"b#c"', ["b#c"]],
    ["('b')", ["b"]],
    ["('b',)", ["b"]],
    ["'b', 'c'", ["b", "c"]],
    ["'b',", ["b"]],
    ["('b', \"c\")", ["b", "c"]],
    ["['b', 'c']", ["b", "c"]],
    ["{'b', 'c'}", ["b", "c"]],
    ["('b','c',)  # merged", ["b", "c"]],
    ["(\n    'b',\n    'c',\n)", ["b", "c"]],
    ["(  # two\n    'b',  # one, 'z'\n\n    # other\n    'c'\n)", ["b", "c"]],
    ["'b' 'c'", ["bc"]],
    ["'b' + \"c\"", ["bc"]],
    ["('b'\n    'c', 'd')", ["bc", "d"]],
    ["f'b{{c}}'", ["b{c}"]],
    ["f'b'", ["b"]],
    ["BASE\nBASE = 'b'", ["b"]],
    ["f'{BASE}_c'\nBASE = 'b'", ["b_c"]],
    ["BASE + '_c'\nBASE = 'b'", ["b_c"]],
    ["(BASE, OTHER)\nBASE = 'b'\nOTHER: str = BASE + 'c'", ["b", "bc"]],
    ["BOTH\nBOTH = ('b', 'c')", ["b", "c"]],
    ["revision + '_parent'", ["x_parent"]],
  ])("written as %j names %j", (written, expected) => {
    expect(down(written)).toEqual(expected);
  });

  test("is not looked for in a function's body", () => {
    const source =
      'revision = "a"\ndef upgrade():\n    down_revision = "z"\n    depends_on = f()\n';
    expect(read(source)).toMatchObject({ downRevisions: [], dependsOn: [] });
  });

  test("is not taken from a name that only begins alike", () => {
    const source = 'revision_note = "z"\nrevision = "a"\ndown_revision_note = "z"\n';
    expect(read(source)).toMatchObject({ id: "a", downRevisions: [] });
  });

  test.each([
    ["down_revision", "get_parent()"],
    ["down_revision", "PARENT"],
    ["down_revision", "f'{PARENT}'"],
    ["down_revision", "b'bytes'"],
    ["down_revision", "42"],
    ["down_revision", "('b', PARENT)"],
    ["down_revision", "tuple(['b'])"],
    ["down_revision", "down_revision"],
    ["down_revision", "f'{PARENT.id}'"],
    ["down_revision", "'b' + PARENT"],
    ["down_revision", "'b' if NEW else 'c'"],
    ["depends_on", "DEPENDENCIES"],
  ])("of %s that Python has to work out is refused with its text: %s", (name, written) => {
    expect(readRevisionScript(`revision = "a"\n${name} = ${written}\nx = 1\n`)).toEqual({
      problem: "not_a_literal",
      name,
      found: written,
    });
  });

  test("is placed without branch labels that Python has to work out", () => {
    const source = 'revision = "a"\nbranch_labels = (cli.EXPAND_BRANCH,)\ndown_revision = "b"\n';
    expect(read(source)).toMatchObject({ id: "a", downRevisions: ["b"], branchLabels: [] });
  });

  test("that stands behind another on one line is left to Python", () => {
    const line = 'revision = "b"; down_revision = "a"';
    expect(readRevisionScript(`${line}\n`)).toEqual({
      problem: "not_a_literal",
      name: "down_revision",
      found: line,
    });
  });

  test("of revision that Python has to work out is refused with its text", () => {
    expect(readRevisionScript("revision = make_id()\n")).toEqual({
      problem: "not_a_literal",
      name: "revision",
      found: "make_id()",
    });
  });

  test.each([
    "revision, down_revision = 'a', None",
    "down_revision, revision = None, 'a'",
    "(revision, down_revision) = ('a', None)",
    "from app.ids import revision",
  ])("of revision in another form is refused, not passed over: %s", (found) => {
    expect(readRevisionScript(`${found}\n`)).toEqual({
      problem: "not_a_literal",
      name: "revision",
      found,
    });
  });

  test("that is given twice is refused, unless both say the same", () => {
    const twice = (second: string) =>
      readRevisionScript(`revision = "a"\ndown_revision = "b"\ndown_revision = ${second}\n`);
    expect(twice('"b"')).toMatchObject({ downRevisions: ["b"] });
    expect(twice('"c"')).toEqual({
      problem: "not_a_literal",
      name: "down_revision",
      found: '"c"',
    });
  });

  test("that is never closed is refused", () => {
    for (const written of ["('b',", "('b'", "'b"]) {
      const script = readRevisionScript(`revision = "a"\ndown_revision = ${written}\n`);
      expect(script).toMatchObject({ problem: "not_a_literal", name: "down_revision" });
    }
  });

  test("of None makes no revision", () => {
    expect(readRevisionScript("revision = None\n")).toEqual({
      problem: "no_revision",
      name: "revision",
      found: "",
    });
  });
});

describe("a Python file that assigns no revision", () => {
  test.each([
    ["empty", ""],
    ["a helper", "from alembic import op\n\ndef add_index():\n    pass\n"],
    ["one that only mentions it", '"""About the revision."""\n# revision = "a"\n'],
    ["one that declares its type alone", "revision: str\n"],
    ["one that assigns it within a function", 'def f():\n    revision = "a"\n'],
  ])("is none of the chain's: %s", (_, source) => {
    expect(readRevisionScript(source)).toBeNull();
  });
});

describe("the message", () => {
  const message = (docstring: string) => read(`${docstring}\nrevision = "a"\n`).message;

  test.each([
    ['"""Add users"""', "Add users"],
    ["'''Add users'''", "Add users"],
    ["'Add users'", "Add users"],
    ['"""\n\n  Add users  \n\nRevision ID: a\n"""', "Add users"],
    ['# a comment\n\n"""Add users\n"""', "Add users"],
    ['r"""Add users"""', "Add users"],
    ['"""Add "users" table."""', 'Add "users" table.'],
    ['"""Добавить пользователей"""', "Добавить пользователей"],
    ['""""""', ""],
    ["import os", ""],
  ])("of the docstring %j is %j", (docstring, expected) => {
    expect(message(docstring)).toBe(expected);
  });
});
