import { blockerIn } from "../../core/blocker.ts";
import type { ProblemCode, ProblemDetails } from "../../core/problem.ts";
import { sizeText } from "../sizes.ts";
import type { ProblemText } from "../types.ts";
import { blockers } from "./blockers.ts";

type Write = (d: ProblemDetails) => ProblemText;

const bytes = (text: string | undefined) => sizeText(Number(text ?? 0));

const server = (d: ProblemDetails) => `${d["host"]}:${d["port"]}`;

const URL_FAULTS: Record<string, readonly [why: string, next: string]> = {
  empty: ["It is empty.", "Write it as postgresql://user:password@host:5432/database."],
  not_a_url: [
    "It does not have the form of a URL.",
    "Write it as postgresql://user:password@host:5432/database.",
  ],
  not_postgresql: [
    "It names another kind of database than PostgreSQL.",
    "Point restamp at a PostgreSQL database, with a URL that begins with postgresql://.",
  ],
  raw_at_sign: [
    "There is more than one @ in it, so user, password and host cannot be told apart.",
    "In the password write @ as %40, : as %3A, / as %2F, % as %25 and # as %23.",
  ],
  bad_port: [
    "Its port is not a number between 1 and 65535.",
    "Check the part after the last colon. In a password write : as %3A, / as %2F and @ as %40.",
  ],
  no_database: [
    "It names no database.",
    "Add the database's name at the end: postgresql://user:password@host:5432/database.",
  ],
  placeholder: [
    "It is still the example that `alembic init` writes.",
    "Set DATABASE_URL, or write the real URL into alembic.ini.",
  ],
};

/** By what is expected of a field. */
const SCENARIO_FAULTS: Record<string, (d: ProblemDetails) => string> = {
  readable: (d) => `It cannot be read: ${d["what"]}.`,
  toml: (d) => `Line ${d["line"]} is not TOML: ${d["what"]}.`,
  known_field: (d) => `There is no field ${d["field"]}. Known here: ${d["known"]}.`,
  outcome: () => "It says neither a verdict nor a problem, and one of them is what restamp finds.",
  table: (d) => `${d["field"]} has to be a table.`,
  tables: (d) => `${d["field"]} has to be there at least once, as [[${d["field"]}]].`,
  text: (d) => `${d["field"]} has to be a text that is not empty.`,
  file: (d) => `${d["field"]} has to be a text; an empty one takes the file away.`,
  texts: (d) => `${d["field"]} has to be a list of texts, with at least one.`,
  one_to_three_texts: (d) => `${d["field"]} has to be a list of one to three texts.`,
  short_text: (d) => `${d["field"]} has to be one line of at most ${d["most"]} characters.`,
  states: (d) =>
    `${d["field"]} has to be a list of numbers from 1 to ${d["most"]}; it may be empty.`,
  one_of: (d) => `${d["field"]} has to be one of these: ${d["known"]}.`,
  rows: (d) => `${d["field"]} has to be a list of rows, each a list of texts.`,
  one_action: (d) => `${d["field"]} has to do exactly one thing: ${d["known"]}.`,
  true: (d) => `${d["field"]} has to be true, or not there at all.`,
  path_inside: (d) =>
    `${d["field"]} has to be a path inside the project, with / between its folders.`,
};

const STEP_FAILURES: Record<string, readonly [why: string, next: string]> = {
  table_missing: [
    "A revision reads a table that an earlier revision should have created.",
    "Diagnose again (d): the stamp is ahead of the schema.",
  ],
  object_missing: [
    "A revision works on an object that is not in the database.",
    "Diagnose again (d): it shows which revision is missing.",
  ],
  object_exists: [
    "A revision creates an object that is already in the database.",
    "Diagnose again (d): it shows what is there and which revision it belongs to.",
  ],
  lock_timeout: [
    "Another session holds a lock on a table that the step needs, for longer than the lock timeout.",
    "Find that session in pg_stat_activity, let it finish, then start restamp again.",
  ],
  permission_denied: [
    "The role is not allowed to do this.",
    "Run restamp as the owner of the tables, or ask for the privilege that the message names.",
  ],
  cannot_connect: [
    "alembic lost the database, or did not reach it.",
    "Check that the server is up, then diagnose again (d).",
  ],
};

const NOT_REHEARSED: Record<string, string> = {
  alembic_alone:
    "Only the alembic command can be run, and nothing proves that it would go to a clone",
  programs_in_container: "pg_dump runs in a container, out of reach of the clone",
  not_restorable: "The embedded PostgreSQL cannot take the schema",
  not_replayable: "There is no pg_dump, and the revisions do not run in an empty database",
  clone_differs: "A clone of the schema is not equal to it, so it would prove nothing",
  other: "A clone could not be made",
};

/** @returns who held the lock that a step waited for; null where nobody was seen */
function heldBy(d: ProblemDetails): string | null {
  return d["pid"] === undefined ? null : `It waited longer than the lock timeout for ${whoIs(d)}`;
}

function whoIs(d: ProblemDetails): string {
  const blocker = blockerIn(d);
  const query = blocker.query ? ` ${blockers.query(blocker.query)}` : "";
  return `${blockers.who(blocker)}.${query}`;
}

const UNPROVEN: Record<string, (d: ProblemDetails) => string> = {
  unreadable: (d) => `pg_restore cannot list it: ${d["line"]}`,
  incomplete: (d) =>
    `${d["tables"]} tables were there to be backed up, and the file has the rows of ${d["listed"]}.`,
  other_schema: (d) =>
    `Restored into a shadow database, its schema differs in ${d["count"]} places: ${d["objects"]}.`,
  other_rows: (d) =>
    `Restored into a shadow database, the rows of ${d["count"]} tables differ: ${d["objects"]}.`,
};

export const problems: Record<ProblemCode, Write> = {
  usage: (d) => ({
    what: d["message"] ?? "The command line is not right.",
    why: "",
    next: "See restamp --help.",
  }),
  unknown_revision_asked: (d) => ({
    what: `Revision ${d["revision"]} is not in this chain.`,
    why: `The scripts have: ${d["known"]}.`,
    next: "Check the id given to --stamp.",
  }),
  unknown_scenario: (d) => ({
    what: `There is no scenario called ${d["name"]}.`,
    why: `The scenarios are: ${d["known"]}.`,
    next: "restamp practice --list describes them.",
  }),
  practice_way_failed: (d) => ({
    what: `Your chain cannot be broken in this way: ${d["name"]}.`,
    why: `It was tried in the sandbox, and what came of it is ${d["verdict"]}: mostly because later revisions need what would be missing.`,
    next: "restamp practice --list --project … shows the other ways.",
  }),
  bad_scenario: (d) => ({
    what: `The scenario ${d["path"]} cannot be played.`,
    why: (SCENARIO_FAULTS[d["expected"] ?? ""] ?? SCENARIO_FAULTS["text"])?.(d) ?? "",
    next: "Take one that comes with restamp as a pattern, such as src/practice/scenarios/02-wrong-stamp-populated.toml.",
  }),
  needs_terminal: () => ({
    what: "The wizard needs a terminal, and there is none.",
    why: "Its input or its output is a pipe or a file.",
    next: "Use restamp diagnose, restamp plan or restamp repair --yes. Over SSH: ssh -t.",
  }),
  terminal_too_small: (d) => ({
    what: `This terminal is too small: ${d["columns"]}x${d["rows"]}.`,
    why: "The wizard needs 40 columns and 10 rows at the least, 80x24 to be comfortable.",
    next: "Enlarge the window.",
  }),
  config_missing: (d) => ({
    what: "There is no alembic.ini.",
    why: `Looked for ${d["looked"]}.`,
    next: "Go to the folder of the project, or name the file: restamp -c path/to/alembic.ini.",
  }),
  config_unreadable: (d) => ({
    what: `${d["path"]} cannot be read.`,
    why: d["line"]
      ? `Line ${d["line"]} is neither a section nor "name = value".`
      : `The system says ${d["reason"]}.`,
    next: d["line"]
      ? "Mend that line; alembic would stumble over it too."
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
  url_missing: (d) => ({
    what: "DATABASE_URL is not set.",
    why: `It is neither in the environment nor in ${d["looked"]}, and ${d["config"]} has no sqlalchemy.url.`,
    next: "Put it into .env, export it, or give --url.",
  }),
  url_malformed: (d) => {
    const [why, next] = URL_FAULTS[d["fault"] ?? ""] ?? ["It cannot be read.", ""];
    return { what: `The database URL from ${d["path"]} is not right.`, why, next };
  },
  env_file_missing: (d) => ({
    what: `There is no file ${d["path"]}.`,
    why: "It was named with --env-file.",
    next: "Check the path.",
  }),
  server_refused: (d) => ({
    what: `Nothing answers at ${server(d)}.`,
    why: "The host is there, but no PostgreSQL takes connections on that port.",
    next: "Start PostgreSQL, or correct host and port in DATABASE_URL. Behind docker compose the port must be published.",
  }),
  server_unreachable: (d) => ({
    what: `${server(d)} does not answer.`,
    why: "The connection attempt ran out of time, which is usually a firewall or a wrong address.",
    next: "Check the address, the network and the firewall.",
  }),
  host_unknown: (d) => ({
    what: `The host name ${d["host"]} is not known here.`,
    why: 'A name such as "db" or "postgres" is only known inside its docker network.',
    next: "Use a name or address that this machine knows, or run restamp where the name is known.",
  }),
  password_wrong: (d) => ({
    what: `The server refuses the password of role ${d["role"]}.`,
    why: `${server(d)} is up and answers.`,
    next: "Check user and password in DATABASE_URL. In a URL write @ as %40, : as %3A, / as %2F, % as %25.",
  }),
  password_missing: (d) => ({
    what: `The server wants a password for role ${d["role"]}, and there is none.`,
    why: "DATABASE_URL has no password, and there is none in PGPASSWORD or ~/.pgpass.",
    next: "Add it to DATABASE_URL or to ~/.pgpass.",
  }),
  login_refused: (d) => ({
    what: `The server does not let role ${d["role"]} in.`,
    why: `It says: ${d["message"]}`,
    next: "Check that the role exists and that pg_hba.conf admits it from this machine.",
  }),
  database_missing: (d) => ({
    what: `There is no database called ${d["database"]} on ${server(d)}.`,
    why: `It says: ${d["message"]}`,
    next: "Check the end of DATABASE_URL; list the databases with psql -l.",
  }),
  tls_file: (d) => ({
    what: `A file for the secure connection cannot be read: ${d["path"]}.`,
    why: `${d["option"]} leads there (${d["reason"]}).`,
    next:
      d["option"] === "sslrootcert"
        ? "Put the certificate authority's certificate there, or name it with sslrootcert; sslrootcert=system takes those of this machine."
        : "A client's certificate and its key belong together: name them with sslcert and sslkey.",
  }),
  server_not_wanted: (d) => ({
    what: `${server(d)} is not the kind of server that was asked for.`,
    why: `target_session_attrs asks for ${d["wanted"]}, and none of the hosts is that.`,
    next: "Check which of them is the primary, and whether it is up.",
  }),
  service_missing: (d) => ({
    what: `The connection service ${d["service"]} is not known.`,
    why: `It was looked for in ${d["looked"]}.`,
    next: "Check its name in service=… or PGSERVICE, or name the file with PGSERVICEFILE.",
  }),
  via_failed: (d) => ({
    what: "The command of --via ended before the server had answered.",
    why: `${d["command"]} ended with ${d["code"]}.${d["line"] ? ` It said: ${d["line"]}` : ""}`,
    next: "Run it by hand: it has to stay open and say nothing. It cannot ask for a password: use keys.",
  }),
  via_banner: (d) => ({
    what: "The command of --via says something that is not PostgreSQL.",
    why: `${d["command"]} began with: ${d["line"]}`,
    next: "Its output has to be the server's alone: silence banners and login messages, and check that it leads to PostgreSQL.",
  }),
  compose_unreadable: (d) => ({
    what: `docker compose cannot read ${d["path"]}.`,
    why: d["line"] ?? "",
    next: "Run docker compose config beside it, and try again.",
  }),
  compose_service: (d) => ({
    what: d["service"]
      ? `There is no service ${d["service"]} in the compose file.`
      : "It is not clear which service is the database.",
    why: d["known"] ? `Services: ${d["known"]}.` : "No service looks like PostgreSQL.",
    next: "Name it: --compose SERVICE.",
  }),
  tls_failed: (d) => ({
    what: `No secure connection to ${server(d)}.`,
    why: `The TLS handshake failed: ${d["message"]}`,
    next: "Check sslmode and the certificates, or use sslmode=disable where that is allowed.",
  }),
  connection_lost: (d) => ({
    what: `The connection to ${server(d)} broke.`,
    why: `The server or the network ended it: ${d["message"]}`,
    next: "Check that the server is up, then try again: restamp reads the state anew.",
  }),
  pooler: (d) => ({
    what: `${server(d)} is a connection pooler, not the server itself.`,
    why: "It hands a session on to somebody else after each transaction, so neither the lock that lets one repair run at a time nor the lock timeout would hold.",
    next: "Name the server itself with --url; PgBouncer usually listens on 6432, and the server on 5432. restamp diagnose works through most poolers.",
  }),
  permission_denied: (d) => ({
    what: `Role ${d["role"]} may not do this.`,
    why: `The server says: ${d["message"]}`,
    next: "Use the role that owns the tables, or ask for the privilege.",
  }),
  version_table_unreadable: (d) => ({
    what: `The stamp cannot be read: no right to read ${d["table"]}.`,
    why: "Without the version table restamp cannot tell what the database says it is.",
    next: `Let its owner run: GRANT SELECT ON ${d["table"]} TO your role.`,
  }),
  cannot_create_tables: (d) => ({
    what: `Role ${d["role"]} may not create tables.`,
    why: "Since PostgreSQL 15 only the owner of the database may create tables in schema public.",
    next: `Let the owner run: GRANT CREATE, USAGE ON SCHEMA public TO "${d["role"]}";`,
  }),
  not_owner: (d) => ({
    what: `Role ${d["role"]} does not own ${d["tables"]}.`,
    why: "It must be owner of a table, or a member of the role that owns it, to alter or drop it.",
    next: `Run restamp as the owner, or let a superuser run: GRANT "${d["owner"]}" TO "${d["role"]}";`,
  }),
  server_error: (d) => ({
    what: "The server reports an error.",
    why: `${d["message"]}${d["sqlstate"] ? ` (SQLSTATE ${d["sqlstate"]})` : ""}`,
    next: "Nothing of the failed statement was kept. Mend the cause, then try again.",
  }),
  lock_timeout: (d) => ({
    what: "A lock was not given in time.",
    why: d["pid"]
      ? `${holder(d)} holds the table ${d["relation"]}.`
      : "Another session is working on the same tables.",
    next: d["pid"]
      ? "Let that session finish, then try again."
      : "Find it in pg_stat_activity and let it finish, then try again. --lock-timeout waits longer.",
  }),
  alembic_missing: (d) => ({
    what: "alembic cannot be started.",
    why:
      d["reason"] === "not_found"
        ? `There is none in a virtual environment beside ${d["directory"]}, with uv or poetry, or on the PATH.`
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
        not_installed: `The package ${d["package"]} with PostgreSQL's programs is not installed.`,
        not_created: `Role ${d["role"]} could not make one on ${server(d)}: ${d["message"]}`,
      }[d["reason"] ?? ""] ?? `The embedded PostgreSQL did not start. ${d["message"] ?? ""}`,
    next: "Name another place: --shadow same-server makes one beside your database (the role needs CREATEDB), --shadow URL uses an empty database of yours. Or install restamp with its optional packages.",
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
    why: `restamp hands over the shadow's address in DATABASE_URL, and ${d["command"]} did not find restamp's mark there. ${d["line"]}`,
    next: "Let env.py read DATABASE_URL first, or give a recorded reference with --reference.",
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
    why: `In an empty shadow database ${d["command"]} upgrade ended well, and ${d["count"]} revisions are not there. Usually env.py runs a statement before context.configure(), and that transaction is never committed.`,
    next: "Let env.py commit what it runs itself. Your database was not touched.",
  }),
  database_changed: (d) => ({
    what: "The database has changed since the plan was made. Nothing was run.",
    why:
      {
        stamp: "The stamp is another one.",
        schema: "The schema is another one.",
        rows: "Tables that would be dropped have other contents.",
      }[d["what"] ?? ""] ?? "",
    next: "Somebody else is at work, or the application is. Diagnose again (d).",
  }),
  session_running: (d) => ({
    what: `Another restamp is repairing database ${d["database"]}.`,
    why: "It holds the lock that lets only one repair run at a time.",
    next: "Wait for it to end. Nothing was run here.",
  }),
  stamp_half_way: (d) => ({
    what: "The version table says less than has run. Nothing was run.",
    why: `Session ${d["id"]} was moving it about when it ended, and could not put it back.`,
    next: `Put it back with restamp undo ${d["id"]} --yes, then start again.`,
  }),
  session_stays: (d) => ({
    what: `Process ${d["pid"]} has been told to end, and is still there.`,
    why: "A server process ends at its next safe point; one that is stuck in the system may take long.",
    next: "Wait a little and diagnose again (d).",
  }),
  migration_running: (d) => ({
    what: "Somebody else is changing this database's schema or its stamp. Nothing was run.",
    why: whoIs(d),
    next: "Let it end, or ask its owner to end it: an upgrade whose terminal was lost goes on by itself. Then start again.",
  }),
  step_failed: (d) => {
    const [why, next] = STEP_FAILURES[d["failure"] ?? ""] ?? [
      "",
      "Diagnose again (d) to see what is true now.",
    ];
    return { what: `${d["command"]} failed: ${d["line"]}`, why: heldBy(d) ?? why, next };
  },
  not_verified: () => ({
    what: "The steps ran, but the database is not what it should be.",
    why: "The check on a new connection found differences.",
    next: "Step 8 and the report list them. Diagnose again (d).",
  }),
  baseline_failed: (d) => ({
    what: `The baseline ${d["path"]} cannot be run in an empty shadow database.`,
    why: d["line"] ?? "",
    next: "It should make the tables that the chain begins on: pg_dump --schema-only --no-owner --no-privileges writes such a file. Your database was not touched.",
  }),
  silent_rollback: () => ({
    what: "alembic said that it ran the revisions, but nothing of it is in the database.",
    why: "Usually env.py sends SQL before context.configure(): that begins a transaction which nobody commits, and all of it is taken back without a word.",
    next: "In env.py commit before context.configure(), or move that SQL into the transaction. Nothing was changed; diagnose again (d) once env.py is mended.",
  }),
  consent_missing: (d) => ({
    what: d["what"] ?? "This needs consent that was not given.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  path_refused: (d) => ({
    what: `The path ${d["path"]} does not fit this database.`,
    why: d["why"] ?? "",
    next: "restamp diagnose shows what is there.",
  }),
  choice_needed: (d) => ({
    what: "A person has to choose.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  rehearsal_impossible: (d) => ({
    what: "The plan cannot be rehearsed here.",
    why:
      (NOT_REHEARSED[d["reason"] ?? ""] ?? NOT_REHEARSED["other"] ?? "") +
      (d["line"] ? `: ${d["line"]}` : "."),
    next: "Take more care with the backup, and run it without a rehearsal: --rehearse none, or the database's name in the wizard.",
  }),
  rehearsal_failed: (d) => ({
    what: "The rehearsal failed, so nothing was run.",
    why: `On a clone of the database: ${d["what"]} ${d["why"]}`,
    next: "Mend the cause, or choose another path; then start again.",
  }),
  no_pg_dump: (d) => ({
    what: `No pg_dump was found that can back up PostgreSQL ${d["server"]}.`,
    why: d["tried"]
      ? `Found: ${d["tried"]}. One that is older than the server refuses it.`
      : "There is none on PATH, in the usual folders, or in a compose service.",
    next: "Install the client programs of that version, or name one: --pg-dump CMD. To do without: --backup none, --rehearse none.",
  }),
  backup_no_room: (d) => ({
    what: "There is not enough room for a backup.",
    why: `${d["folder"]} has ${bytes(d["free"])} free; the rows take up to ${bytes(d["needed"])}.`,
    next: "Name another folder: --backup DIR. Without a backup: --backup none.",
  }),
  backup_failed: (d) => ({
    what: "The backup failed.",
    why: `${d["command"]}: ${d["line"]}`,
    next: "Mend that and start again; nothing was run. Without a backup: --backup none.",
  }),
  backup_unproven: (d) => ({
    what: "The backup does not hold what it should, so nothing was run.",
    why: UNPROVEN[d["kind"] ?? ""]?.(d) ?? "",
    next: "Take a backup by other means, then start again with --backup none. The file is left where it is.",
  }),
  backup_gone: (d) => ({
    what: `The backup ${d["path"]} is not what it was.`,
    why:
      d["reason"] === "missing"
        ? "It is not there, or cannot be read."
        : "Its SHA-256 is another one.",
    next: "Bring the file back to its place, then start again. Nothing was changed.",
  }),
  restore_failed: (d) => ({
    what: "The backup could not be brought back.",
    why: d["line"] ?? "",
    next: "All of it was one transaction, so nothing was changed. Mend that, or restore the file by hand.",
  }),
  journal_unwritable: (d) => ({
    what: "The session's journal could not be written.",
    why: `${d["path"]}: ${d["reason"]}. Without it nobody could tell afterwards what had been done.`,
    next: "Make room there, or set XDG_STATE_HOME to a folder that can be written; then start again.",
  }),
  session_unknown: (d) => ({
    what: d["id"] ? `There is no session ${d["id"]} here.` : "There is no session to take back.",
    why: d["known"]
      ? `The sessions are: ${d["known"]}.`
      : "No repair of this database was run by this user on this machine.",
    next: "restamp sessions lists what was run.",
  }),
  session_elsewhere: (d) => ({
    what: `Session ${d["id"]} was run on another database.`,
    why: `It was ${d["database"]}. This one may have the same name, but it is not that one.`,
    next: "Name the database of the session with --url. Nothing was changed.",
  }),
  undo_needs_backup: (d) => ({
    what: `Session ${d["id"]} cannot be taken back without a backup.`,
    why: "Revisions ran on tables that were there before, and what they changed is written down nowhere.",
    next: "Restore the backup that was taken before it, or go on from what the database is now: restamp diagnose. Nothing was changed.",
  }),
  report_unwritable: (d) => ({
    what: "The report could not be saved.",
    why: `${d["path"]}: ${d["reason"]}.`,
    next: "Copy what is on the screen.",
  }),
  interrupted: (d) => ({
    what: "Stopped by Ctrl+C.",
    why: d["command"]
      ? `${d["command"]} was interrupted; PostgreSQL takes back what it had not committed.`
      : "No further step was begun.",
    next: "Start restamp again: it reads what is true now.",
  }),
  bug: (d) => ({
    what: `This is a fault in restamp: ${d["what"]}`,
    why: "",
    next: "Please report it with the output of restamp -v.",
  }),
};

/** Who keeps restamp from a table, as far as the role may see it. */
function holder(d: Readonly<Record<string, string>>): string {
  const known = [d["application"], d["state"], d["seconds"] ? `for ${d["seconds"]} s` : ""];
  const said = known.filter(Boolean).join(", ");
  return `The session with the pid ${d["pid"]}${said ? ` (${said})` : ""}`;
}
