/** The Python of the real alembic. */
import { readFileSync } from "node:fs";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "./database.ts";

export const ALEMBIC = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;

/** What its command runs, or what its script names. */
export const PYTHON = python();

function python(): string {
  const [program = ""] = ALEMBIC;
  if (ALEMBIC.at(-1) === "alembic" && ALEMBIC.length > 1) return program;
  return /^#!(\S+)/.exec(readFileSync(program, "utf8"))?.[1] ?? "python3";
}
