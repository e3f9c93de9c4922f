/** What --help and the manual say beside the commands and options themselves. */
export const commandLine = {
  examplesTitle: "Examples:",
  /** What each example does; the command lines are in src/commands/command-line/examples.ts. */
  examples: {
    restamp: [
      "the wizard, in the project's folder",
      "look only",
      "what repair would run",
      "run the recommended plan",
      "learn on a broken database",
    ],
    wizard: [
      "in the folder of alembic.ini, or the one above backend/",
      "on another database, in Russian",
      "on a server: -t, because the wizard needs a terminal",
    ],
    diagnose: [
      "in words; exit code 0 when all is well, else 1",
      "for a script",
      "several databases, as annotations in a job of GitHub Actions",
    ],
    plan: [
      "the steps of the recommended path",
      "the steps of another path",
      "where the schema fits several revisions",
    ],
    repair: [
      "the recommended plan, rehearsed and with a backup",
      "rows are destroyed: the database has to be named",
      "several databases, one after the other, up to the first that fails",
    ],
    record: [
      "what is new since the last time",
      "every revision, in a database beside yours",
      "into another file",
    ],
    sessions: ["the newest first", "for a script"],
    undo: [
      "show what would be done, and do nothing",
      "take the last repair of this database back",
      "one session, although rows go that were written since",
    ],
    practice: ["choose a scenario from a list", "all scenarios", "the third one, in Russian"],
    completion: [
      "bash: from the next shell on",
      "zsh: the folder has to be in fpath",
      "fish: from the next shell on",
    ],
    man: ["read it", "install it for everybody"],
  },
  optionsOfAll: "The options that every command takes: restamp --help",
  exitTitle: "Exit codes:",
  exitCodes: [
    ["0", "healthy, or merely behind its scripts, or repaired and verified"],
    ["1", "something is wrong, or the repair did not reach a verified end"],
    ["2", "the command line is wrong"],
    ["3", "restamp cannot reach or read what it needs"],
    ["4", "a person has to choose, or a consent was not given"],
    ["130, 129", "interrupted, or the terminal was lost"],
  ],
  unknownShell: (name: string, known: string) =>
    `There is no completion for ${name}: there are ${known}.`,
  manual: {
    title: "restamp manual",
    sections: {
      name: "NAME",
      synopsis: "SYNOPSIS",
      description: "DESCRIPTION",
      commands: "COMMANDS",
      options: "OPTIONS",
      exit: "EXIT STATUS",
      environment: "ENVIRONMENT",
      files: "FILES",
      examples: "EXAMPLES",
      seeAlso: "SEE ALSO",
    },
    synopsis: { command: "COMMAND", options: "OPTION" },
    description: [
      "alembic believes its stamp, not the tables. restamp compares the schema itself with what every revision does, says which revision the database really is, and walks through the repair step by step.",
      "Before anything runs, the plan is rehearsed on a clone, and rows are backed up and the backup is proven, unless that is declined. Every repair keeps a journal and can be taken back.",
      "restamp runs where alembic runs: in the folder of alembic.ini, with the database within reach.",
    ],
    environment: {
      DATABASE_URL: "the database, unless --url names it",
      "PGHOST, PGHOSTADDR, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGPASSFILE":
        "what the URL leaves out, as for psql",
      "PGSERVICE, PGSERVICEFILE, PGSYSCONFDIR":
        "a service of pg_service.conf, and where that file is",
      "PGSSLMODE, PGSSLROOTCERT, PGSSLNEGOTIATION, PGCHANNELBINDING, PGREQUIREAUTH":
        "how the connection is secured, as for psql",
      "PGTARGETSESSIONATTRS, PGOPTIONS": "which of several servers, and its settings, as for psql",
      "COMPOSE_FILE, COMPOSE_PATH_SEPARATOR":
        "the compose files that --compose reads, as for docker compose",
      ALEMBIC_CONFIG: "alembic.ini, unless --config names it",
      RESTAMP_ALEMBIC: "the command that runs alembic, as --alembic",
      RESTAMP_PG_DUMP: "the command that runs pg_dump, as --pg-dump",
      RESTAMP_LANG: "the language, as --lang",
      NO_COLOR: "draw without colours, as --no-color",
      INK_SCREEN_READER: "true: in words, line by line, as --screen-reader",
      XDG_STATE_HOME: "where reports, sessions and backups go; ~/.local/state by default",
      XDG_CACHE_HOME:
        "where shadow databases and compiled code are kept; ~/.cache by default, for root /var/cache, also where it names a folder that other users cannot enter",
    },
    files: {
      "alembic.ini": "the project",
      "restamp.toml":
        "what the options say where they are not given; also [tool.restamp] in pyproject.toml",
      "restamp.reference.json": "what each revision does, beside alembic.ini; commit it",
      "restamp.baseline.sql": "what was there before the first revision, where something was",
      "evidence/REVISION.sql": "a query that tells whether a data-only revision has run",
      "~/.local/state/restamp": "reports, sessions and backups",
    },
  },
};
