import { undo } from "./cli-undo.ts";
import { counted } from "./numbers.ts";

/** Paths that the written procedure numbers are looked for under their numbers. */
const NUMBERS: Readonly<Record<string, string>> = { fresh: "3a", adopt: "3b" };
const asInWizard = (path: string) => (NUMBERS[path] ? `${path} (${NUMBERS[path]})` : path);

export const cli = {
  description: "Repairs a PostgreSQL database whose Alembic stamp does not match its schema.",
  commands: {
    wizard: "the guided repair (default); needs a terminal",
    diagnose: "read-only: what is wrong, and how sure that is",
    plan: "what repair would run, step by step",
    repair: "run the recommended plan without questions",
    record: "record what each revision does, in a shadow database",
    sessions: "the repairs that were run on this machine",
    undo: "take a repair back, the last one if none is named",
    practice: "a sandbox with a broken database, to learn on",
    completion: "print the completion for bash, zsh or fish",
    man: "print the manual page",
  },
  options: {
    config: "the project's alembic.ini (searched here, then in backend/)",
    name: "the section of alembic.ini",
    x: "a value passed on to alembic's -x",
    envFile: "a file that has DATABASE_URL",
    url: "the database, in any form that SQLAlchemy or libpq reads",
    schema:
      "the schema to work in, where there are several version tables; diagnose and repair take several",
    targets: "a file with a database URL on each line, for several databases in one call",
    parallel: "how many of them at a time",
    failFast: "begin no other after one that is not well",
    via: 'a command whose stdin and stdout are a connection to the server, such as "ssh -W localhost:5432 db" or "kubectl exec -i db-0 -- {}"',
    compose: "the database is a service of the compose file: found by its image, or named",
    alembic: "the command that runs alembic",
    reference: "the recorded reference (restamp.reference.json beside alembic.ini)",
    shadow: "where revisions are replayed: embedded, same-server, or the URL of an empty database",
    backup: "the folder for backups, or none to run without one",
    pgDump: "the command that runs pg_dump, of the server's version or newer",
    all: "replay every revision, also those whose scripts have not changed",
    lockTimeout: "how long to wait for a lock",
    lang: "en or ru (RESTAMP_LANG; otherwise as the locale says)",
    ascii: "draw with ASCII characters only",
    noColor: "draw without colours",
    ignoreSettings: "leave the settings file (restamp.toml) out",
    screenReader: "write the screens line by line, in words, for a screen reader",
    json: "print one JSON object",
    format: "text, json (as --json) or github (annotations for a job of GitHub Actions)",
    verbose: "print what is run, to stderr",
    yes: "run without asking",
    rehearse:
      "the rehearsal: on a clone of the schema, on one with the rows as well (rows), or none",
    confirmUndo: "the database's name, to let rows go that were written since",
    path: "upgrade, fresh, adopt, replay or reset, instead of the recommended path",
    stamp: "the revision to stamp, with --path adopt",
    confirm: "the database's name, to let reset destroy rows",
    list: "list the scenarios",
    project:
      "practise with the chain of this project instead: nothing of it is changed, and its database is not touched",
  },
  help: {
    titles: {
      "Usage:": "Usage:",
      "Options:": "Options:",
      "Arguments:": "Arguments:",
      "Commands:": "Commands:",
    },
    /** What stands for a value in a term, such as <file>. */
    words: {
      file: "file",
      section: "section",
      service: "service",
      arg: "arg",
      name: "name",
      command: "command",
      where: "where",
      folder: "folder",
      how: "how",
      time: "time",
      language: "language",
      path: "path",
      revision: "revision",
      database: "database",
      session: "session",
      shell: "shell",
      format: "format",
      count: "count",
      options: "options",
    },
    unlessGiven: (value: string) => `default: ${value}`,
    help: "this help",
    command: "the help of a command",
    version: "the version of restamp",
  },
  usage: {
    "commander.unknownOption": (option: string, nearest: string) =>
      `There is no option ${option}.${nearest ? ` The nearest is ${nearest}.` : ""}`,
    "commander.optionMissingArgument": (option: string, _nearest: string) =>
      `${option} needs a value.`,
    "commander.missingArgument": (name: string, _nearest: string) => `${name} is missing.`,
    "commander.excessArguments": (words: string, _nearest: string) =>
      `This is too much on the command line: ${words}.`,
  },
  unknownLanguage: (value: string, known: string) =>
    `--lang cannot be ${value}: there are ${known}.`,
  optionOfOthers: (option: string, commands: string) =>
    `This command has no ${option}: it is an option of ${commands}.`,
  unknownCommand: (name: string, nearest: string) =>
    `There is no command called ${name}.${nearest ? ` The nearest is ${nearest}.` : ""}`,
  settings: {
    used: (path: string, keys: readonly string[]) =>
      `Settings: ${path} (${keys.length > 0 ? keys.join(", ") : "nothing of it counts here"})`,
    tellsPassword: (path: string) =>
      `${path} holds a password, and others on this machine may read it: chmod 600 ${path}, or keep the password in .env or ~/.pgpass.`,
  },
  serviceOrCommand: (name: string) =>
    `--compose ${name}: ${name} is a command, and not taken for a service. Write restamp ${name} --compose, or --compose=SERVICE.`,
  badLockTimeout: (value: string) =>
    `--lock-timeout cannot be ${value}: it is a number with ms, s or min, such as 10s.`,
  error: { what: "restamp:", why: "Why:  ", next: "Next: " },
  diagnose: {
    stamp: "Stamp:  ",
    schema: "Schema: ",
    none: "none",
    noTable: "no version table",
    severalTables: "several version tables, below",
    notProven: "equals no revision",
    fits: (count: number) => `fits ${count} revisions equally well`,
    recommended: "Recommended: ",
    nothing: "nothing to do",
    person: "a person has to choose",
    next: "Next: restamp plan shows the steps and runs none of them; restamp alone is the wizard.",
  },
  underRepair:
    "A restamp is repairing this database at this moment: this is how it is now, and nothing else can be run beside it.",
  planned:
    "Next: restamp repair --yes, with the same options, tries this on a clone and runs it; restamp alone is the wizard.",
  repairNeedsYes: {
    what: "Nothing was run.",
    why: "repair changes the database, and --yes was not given.",
    next: "See restamp plan, then run restamp repair --yes.",
  },
  repairsNeedYes: {
    what: "Nothing was run.",
    why: "repair changes each of these databases, and --yes was not given.",
    next: "See restamp diagnose with the same options, then add --yes to repair.",
  },
  sameDatabaseUnproved: {
    what: "Nothing was run: it cannot be proved that alembic reaches this database.",
    why: "restamp can neither ask on alembic's own connection nor see its session on the server.",
    next: "Use the wizard, which shows what alembic says of its place, or give --alembic the project's own command.",
  },
  resetNeedsConfirm: (tables: string, database: string) => ({
    what: "The automatic script would destroy rows. Nothing was run.",
    why: `These tables are not empty: ${tables}.`,
    next: `If that is meant: restamp repair --yes --path reset --confirm ${database}`,
  }),
  askSchema: (why: string, schemas: readonly string[]) => ({
    why,
    next: `restamp diagnose says what stands behind each. Then run this again with --schema ${schemas.join(" or --schema ")}.`,
  }),
  ask: (why: string, stamps: readonly string[]) => ({
    why,
    next:
      stamps.length > 0
        ? `Use the wizard, or say which it is: --path adopt --stamp ${stamps.join(", or ")}.`
        : "restamp diagnose lists what differs: mend that, or restore a backup, and diagnose again. The wizard shows what each path would do.",
  }),
  notACandidate: (revision: string) => `The schema does not prove revision ${revision}.`,
  unknownPath: (path: string, known: readonly string[], nearest: string) =>
    `There is no path ${path}.${nearest ? ` The nearest is ${nearest}.` : ""} There are ${known.map(asInWizard).join(", ")}.`,
  unknownShadow: (value: string) =>
    `--shadow cannot be ${value || "that"}: it is embedded, same-server, or the URL of an empty database (postgresql://…).`,
  emptyCommand:
    "--via needs a command, and its value is empty: is a variable of the shell not set?",
  openQuote: "--via has a quote that is not closed.",
  unknownRehearsal: (how: string) => `--rehearse cannot be ${how}: it is schema, rows or none.`,
  unknownFormat: (value: string) => `--format cannot be ${value}: it is text, json or github.`,
  twoFormats: (format: string) =>
    `--json and --format ${format} contradict each other: one of them has to go.`,
  severalSchemas: "Several --schema are for diagnose and repair --yes. This command works in one.",
  schemaTwice: (name: string) => `--schema ${name} is given twice: each schema is worked on once.`,
  confirmOfSeveral:
    "--confirm names one database, so it cannot go with several. Repair that database alone.",
  oneWay: (option: string) =>
    `--targets and ${option} contradict each other: the file says how each database is reached.`,
  badParallel: (value: string) => `--parallel cannot be ${value}: it is a number from 1 to 999.`,
  onlyOfSeveral: (option: string) =>
    `${option} is for several databases: name them with --targets, or their schemas with --schema.`,
  steps: {
    running: (title: string) => `· ${title}`,
    done: (seconds: string) => `  done in ${seconds} s`,
  },
  sessions: {
    none: "No repair was run on this machine by this user.",
    database: (name: string, server: string) => `${name} at ${server}`,
    path: (path: string) => `path ${path}`,
    undoes: (id: string) => `takes ${id} back`,
    status: {
      unfinished: "unfinished",
      verified: "done and verified",
      failed: "failed",
      undone: "taken back",
    },
  },
  undo,
  goodbye: "Nothing was changed.",
  acted:
    "What was run in this session stays: restamp sessions lists it, restamp undo takes a repair back.",
  repaired: "Repaired and verified.",
  nothingToRepair: "Nothing to repair.",
  recording:
    "Replaying the migrations in a throw-away database, to learn what each revision does; yours is only read:",
  recorded: (count: number, path: string) => `Recorded ${counted(count, "revision")}: ${path}`,
  recordingStopped: (
    count: number,
    all: number,
    { revision, line }: { readonly revision: string | null; readonly line: string },
  ) =>
    `Only ${count} of ${all} revisions can be replayed from the beginning: ${revision ?? "one"} fails in an empty database. alembic says: ${line}`,
  leftBehindRemoved: (names: readonly string[]) =>
    `Removed what an interrupted recording had left behind: ${names.join(", ")}`,
  replayingTheRest: (known: number, all: number) =>
    known === all
      ? `All ${all} scripts are as they were at the last replay here: nothing to replay.`
      : `${known} of ${all} scripts ${known === 1 ? "is as it was" : "are as they were"} at the last replay here; replaying the others.`,
  notSaved: (path: string, reason: string) =>
    `The reference could not be saved as ${path} (${reason}). It served this time, and will be recorded again the next; --reference names another file.`,
};
