/**
 * Takes SQL text apart: what is a statement, and what of it is neither literal nor comment
 * (https://www.postgresql.org/docs/current/sql-syntax-lexical.html).
 */

export interface SqlStatement {
  /** As it was written, without the semicolon. */
  readonly text: string;
  /** In capitals, on one line, without comments; each literal is two quotes. */
  readonly skeleton: string;
}

const TOKEN =
  /(?<literal>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|\$(?<tag>(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\k<tag>\$)|(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<word>"(?:[^"]|"")*"|[\w\u0080-\uffff]+|[\s\S])/g;

/** A routine whose body is SQL itself, with semicolons of its own. */
const OPEN_BODY = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) .*\bBEGIN ATOMIC\b(?!.*\bEND$)/;

/** @returns the statements, without empty ones */
export function splitStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = 0;
  let skeleton = "";
  const finish = (end: number) => {
    const trimmed = skeleton.trim();
    if (trimmed !== "") statements.push({ text: sql.slice(start, end).trim(), skeleton: trimmed });
    start = end + 1;
    skeleton = "";
  };
  for (const { index, groups = {} } of sql.matchAll(TOKEN)) {
    if (groups["word"] === ";" && !OPEN_BODY.test(skeleton.trim())) finish(index);
    else if (groups["literal"] !== undefined) skeleton += "''";
    else if (groups["blank"] === undefined) skeleton += groups["word"]?.toUpperCase() ?? "";
    else if (!skeleton.endsWith(" ")) skeleton += " ";
  }
  finish(sql.length);
  return statements;
}
