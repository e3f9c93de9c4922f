/** What is wrong with the Alembic project. */
import type { Write } from "../../problem-writing.ts";

export const project = {
  config_missing: (d) =>
    d["named"]
      ? {
          what: `There is no file ${d["named"]}.`,
          why: "It was named as the project's: with -c, as config in restamp.toml, or in ALEMBIC_CONFIG.",
          next: "Check the path. Without it restamp looks for alembic.ini here, then in backend/.",
        }
      : {
          what: "There is no alembic.ini.",
          why: `Looked for ${d["looked"]}, and for [tool.alembic] in a pyproject.toml there.`,
          next: "Go to the folder of the project, or name the file: restamp -c path/to/alembic.ini.",
        },
  config_unreadable: (d) => ({
    what: `${d["path"]} cannot be read.`,
    why: d["line"]
      ? d["reason"] === "toml"
        ? `Line ${d["line"]} is not TOML.`
        : `Line ${d["line"]} is neither a section nor "name = value".`
      : `The system says ${d["reason"]}.`,
    next: d["line"]
      ? "Mend that line; other programs would stumble over it, too."
      : "Check the file and its permissions.",
  }),
  config_ambiguous: (d) => ({
    what: "There are two alembic.ini files, and they may belong to two databases.",
    why: `Found ${d["first"]} and ${d["second"]}.`,
    next: "Say which one: restamp -c path/to/alembic.ini.",
  }),
  config_section_missing: (d) => ({
    what: `${d["path"]} does not say where the scripts are.`,
    why: `Its section [${d["section"]}] has no ${d["key"]}.`,
    next: "Check the file, or name another section with -n.",
  }),
  several_databases: (d) => ({
    what: `This project upgrades several databases at once: ${d["names"]}. Nothing was run.`,
    why: `${d["path"]} names them under databases. restamp repairs one database, and alembic would change the others with it, unseen.`,
    next: `Copy ${d["path"]} to ${d["copy"]}, leave databases = ${d["one"]} there, and start restamp -c ${d["copy"]}; then the same for the next. Where your env.py chooses by -x, name one there: restamp -x db=${d["one"]}.`,
  }),
  scripts_missing: (d) => ({
    what: "The folder of the revision scripts is not there.",
    why: `alembic.ini leads to ${d["path"]}.`,
    next: "Check script_location and version_locations in alembic.ini.",
  }),
  script_unreadable: (d) => ({
    what: `The script ${d["path"]} cannot be placed in the chain.`,
    why: `Its ${d["name"]} is not a plain text: ${d["found"]}`,
    next: `Write ${d["name"]} as a string in quotes.`,
  }),
  chain_duplicate: (d) => ({
    what: `Two scripts have the same revision id, ${d["id"]}.`,
    why: `They are ${d["paths"]}.`,
    next: "Remove the copy, or give one of them an id of its own.",
  }),
  chain_missing_parent: (d) => ({
    what: `The chain is broken at ${d["id"]}.`,
    why: `${d["path"]} builds on revision ${d["parent"]}, and no script has that id.`,
    next: "Bring the missing script back from version control. The database was not touched.",
  }),
  chain_cycle: (d) => ({
    what: "The chain runs in a circle.",
    why: `These revisions build on one another: ${d["ids"]}.`,
    next: "Correct down_revision in one of them. The database was not touched.",
  }),
  chain_empty: (d) => ({
    what: "There are no revision scripts.",
    why: `${d["path"]} holds none.`,
    next: "Check script_location in alembic.ini.",
  }),
} satisfies Record<string, Write>;
