/**
 * Reads the header of an Alembic revision script without running it.
 *
 * Scripts are Python and may need a database or an application to be imported, so
 * `alembic history` can fail where `alembic upgrade` works. The four assignments that
 * place a script in its chain are strings in practice, and strings can be read. Where they are
 * not, Alembic has to be asked (src/io/project/read-chain.ts); branch labels alone may stay unread
 * (neutron has `(cli.EXPAND_BRANCH,)`), as long as no revision depends on one.
 */
import { readLiteral, readString, skipBlank } from "./python-literal.ts";

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

/** The header of a script as Alembic gives it when it has loaded the script. */
const HEADER = ["revision", "down_revision", "depends_on", "branch_labels"];

/** How far names of names are followed. */
const NAMES_DEEP = 5;

/**
 * @param source the script's text
 * @returns the header, or what could not be read; `null` for a Python file that is no
 *   revision (nothing outside of its functions is called `revision`)
 */
export function readRevisionScript(source: string): RevisionScript | UnreadableScript | null {
  const whole = source.replace(/\r\n?/g, "\n");
  // Lines of the docstring may look like assignments.
  const text = readString(skipBlank(whole, true))?.rest ?? whole;
  if (valuesOf(text, "revision").length === 0) return otherwiseAssigned(text);
  const [crowded] = SECOND_ON_ITS_LINE.exec(text) ?? [];
  if (crowded !== undefined) {
    return { problem: "not_a_literal", name: "down_revision", found: crowded };
  }
  const values: Record<string, readonly string[]> = {};
  for (const name of HEADER) {
    const read = readAssignment(text, name, NAMES_DEEP);
    if (read === null && name !== "branch_labels") {
      const found = valuesOf(text, name).at(-1)?.split("\n", 1)[0] ?? "";
      return { problem: "not_a_literal", name, found };
    }
    values[name] = read ?? [];
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

/** @returns what stands to the right of each assignment to the name, outside of functions */
function valuesOf(text: string, name: string): string[] {
  const assignment = new RegExp(
    `^${name}[ \\t]*(?::(?:[^=\\n[]|\\[[^\\]=]*\\])*)?=(?!=)[ \\t]*`,
    "gm",
  );
  return [...text.matchAll(assignment)].map((match) => text.slice(match.index + match[0].length));
}

/** @returns an empty list where nothing is assigned; null when it cannot be read, or changes */
function readAssignment(text: string, name: string, deep: number): readonly string[] | null {
  const lookUp = (other: string) =>
    deep === 0 || valuesOf(text, other).length === 0 ? null : readAssignment(text, other, deep - 1);
  const [first = [], ...more] = valuesOf(text, name).map((value) => readLiteral(value, lookUp));
  const isOne = more.every((each) => JSON.stringify(each) === JSON.stringify(first));
  return isOne ? first : null;
}

/** Such as `revision, down_revision = "b", "a"`: Python has to say what that is. */
const OTHERWISE =
  /^(?:[([]?[ \t]*(?:\w+[ \t]*,[ \t]*)*\brevision\b[ \t]*[,)\]][\w, \t)\]]*=(?!=)|(?:\w+[ \t]*,[ \t]*)+revision[ \t]*=(?!=)|from[ \t].*\bimport\b.*\brevision\b).*$/m;

/** `revision = "b"; down_revision = "a"`: half of it would be read. */
const SECOND_ON_ITS_LINE =
  /^\w+[^\n#]*;[ \t]*(?:down_revision|depends_on|branch_labels)[ \t]*=(?!=).*$/m;

function otherwiseAssigned(text: string): UnreadableScript | null {
  const found = OTHERWISE.exec(text)?.[0];
  return found === undefined ? null : { problem: "not_a_literal", name: "revision", found };
}

function readDocstring(text: string): string {
  const docstring = readString(skipBlank(text, true));
  return docstring?.value.trim().split("\n", 1)[0]?.trim() ?? "";
}
