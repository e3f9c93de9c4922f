/**
 * Reads the header of an Alembic revision script without running it.
 *
 * Scripts are Python and may need a database or an application to be imported, so
 * `alembic history` can fail where `alembic upgrade` works. The four assignments that
 * place a script in its chain are literals in practice, and literals can be read.
 */

export interface RevisionScript {
  readonly id: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  /** First line of the module's docstring, as `alembic history` shows it. */
  readonly message: string;
}

/** What was found instead of a script that can be placed: the assignment and its text. */
export interface UnreadableScript {
  readonly problem: "no_revision" | "not_a_literal";
  readonly name: string;
  readonly found: string;
}

const ASSIGNMENT = (name: string) =>
  new RegExp(`^${name}[ \\t]*(?::(?:[^=\\n[]|\\[[^\\]=]*\\])*)?=[ \\t]*([\\s\\S]*)`, "m");

const STRING =
  /^[ \t]*(?:[rRuU]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/;

/**
 * @param source the script's text
 * @returns the header, or what could not be read; `null` for a Python file that is no
 *   revision (it assigns no `revision`), which Alembic skips as well
 */
export function readRevisionScript(source: string): RevisionScript | UnreadableScript | null {
  const whole = source.replace(/\r\n?/g, "\n");
  // Lines of the docstring may look like assignments.
  const text = readString(skipBlank(whole, true))?.rest ?? whole;
  if (!ASSIGNMENT("revision").test(text)) return null;
  const values: Record<string, readonly string[]> = {};
  for (const name of ["revision", "down_revision", "depends_on", "branch_labels"]) {
    const match = ASSIGNMENT(name).exec(text);
    const read = match ? readLiteral(match[1] ?? "") : [];
    if (read === null) {
      const found = (match?.[1] ?? "").split("\n", 1)[0] ?? "";
      return { problem: "not_a_literal", name, found };
    }
    values[name] = read;
  }
  const id = values["revision"]?.[0];
  if (id === undefined) return { problem: "no_revision", name: "revision", found: "" };
  return {
    id,
    downRevisions: values["down_revision"] ?? [],
    dependsOn: values["depends_on"] ?? [],
    branchLabels: values["branch_labels"] ?? [],
    message: readDocstring(whole),
  };
}

export function isUnreadable(
  script: RevisionScript | UnreadableScript,
): script is UnreadableScript {
  return "problem" in script;
}

/** What may follow a literal: anything else makes it part of an expression. */
const END = /^[ \t]*(?:#[^\n]*)?(?:[\n;]|$)/;

/** `None`, a string, or a tuple, list or set of strings; `null` for anything else. */
function readLiteral(text: string): string[] | null {
  const body = text.trimStart();
  if (/^None\b/.test(body)) return END.test(body.slice(4)) ? [] : null;
  const single = readString(body);
  if (single && END.test(single.rest)) return [single.value];
  const open = body[0] ?? "";
  const bracketed = "([{".includes(open) && open !== "";
  let rest = bracketed ? body.slice(1) : body;
  const items: string[] = [];
  for (;;) {
    rest = skipBlank(rest, bracketed);
    if (bracketed && /^[)\]}]/.test(rest)) return END.test(rest.slice(1)) ? items : null;
    const item = readString(rest);
    if (!item) return !bracketed && items.length > 0 && END.test(rest) ? items : null;
    items.push(item.value);
    rest = skipBlank(item.rest, bracketed);
    if (rest.startsWith(",")) rest = rest.slice(1);
    else if (!bracketed) return END.test(rest) ? items : null;
    else if (!/^[)\]}]/.test(rest)) return null;
  }
}

function skipBlank(text: string, acrossLines: boolean): string {
  return acrossLines ? text.replace(/^(?:\s|#[^\n]*\n)*/, "") : text.replace(/^[ \t]*/, "");
}

function readString(text: string): { value: string; rest: string } | null {
  const match = STRING.exec(text);
  const quoted = match?.[1];
  if (!match || quoted === undefined) return null;
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const value = quoted.slice(width, -width).replace(/\\(.)/g, "$1");
  return { value, rest: text.slice(match[0].length) };
}

function readDocstring(text: string): string {
  const docstring = readString(skipBlank(text, true));
  return docstring?.value.trim().split("\n", 1)[0]?.trim() ?? "";
}
