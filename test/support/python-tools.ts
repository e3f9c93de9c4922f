/** Stand-ins for the tools that keep a project's Python environment: they find their project as the real ones do. */
import { standIn } from "./files.ts";
import { ALEMBIC, PYTHON } from "./python.ts";
import { temporaryFolder } from "./restamp.ts";

interface PythonTool {
  readonly name: string;
  /** A file of its project, and what is in it. */
  readonly marker: readonly [file: string, text: string];
  /** Shell: takes the tool's own words off the command line; `root` is where it was told to look. */
  readonly takes: string;
}

const RUN_FIRST = 'shift; [ "$1" = --project ] && { root=$2; shift 2; }';

/** As seen in uv 0.9, Poetry 2.1, PDM 2.29, pipenv 2026.10 and Hatch 1.18. */
export const PYTHON_TOOLS: readonly PythonTool[] = [
  { name: "uv", marker: ["uv.lock", ""], takes: RUN_FIRST },
  {
    name: "poetry",
    marker: ["poetry.lock", ""],
    takes: '[ "$1" = --project ] && { root=$2; shift 2; }; shift',
  },
  { name: "pdm", marker: ["pdm.lock", ""], takes: RUN_FIRST },
  {
    name: "pipenv",
    marker: ["Pipfile", ""],
    takes: 'shift; [ -n "$PIPENV_PIPFILE" ] && root=$(dirname "$PIPENV_PIPFILE")',
  },
  {
    name: "hatch",
    marker: ["pyproject.toml", "[tool.hatch.envs.default]\n"],
    // It fills in what stands in braces.
    takes: 'shift; case "$*" in *[{}]*) echo "Unknown context field" >&2; exit 1;; esac',
  },
];

/** @returns a PATH on which the tool is, and no alembic: that is in the environment that it keeps */
export function pathWith({ name, marker: [file], takes }: PythonTool): string {
  const [bin, kept] = [temporaryFolder(), temporaryFolder()];
  standIn(kept, "alembic", `exec ${ALEMBIC.map((word) => `'${word}'`).join(" ")} "$@"`);
  standIn(kept, "python", `exec '${PYTHON}' "$@"`);
  standIn(
    bin,
    name,
    `root=$PWD
${takes}
while [ ! -e "$root/${file}" ]; do
  [ "$root" = / ] && { echo "no project of ${name} in $PWD" >&2; exit 1; }
  root=$(dirname "$root")
done
PATH=${kept}:$PATH exec "$@"`,
  );
  return `${bin}:/usr/bin:/bin`;
}
