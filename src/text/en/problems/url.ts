/** What is wrong with DATABASE_URL. */
import type { Write } from "../../problem-writing.ts";

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

/** What came of asking env.py itself. */
function askedEnvPy({ asked, line, seconds }: Parameters<Write>[0]): string {
  switch (asked) {
    case "impossible":
      return "env.py could not be asked: alembic's Python was not found.";
    case "failed":
      return `env.py, asked itself, stopped before it connected: ${line}`;
    case "slow":
      return `env.py, asked itself, did not come to connect within ${seconds} seconds.`;
    default:
      return "env.py, asked itself, named no PostgreSQL database.";
  }
}

export const url = {
  url_missing: (d) => ({
    what: "DATABASE_URL is not set.",
    why: `It is neither in the environment nor in ${d["looked"]}, ${d["config"]} has no sqlalchemy.url, and ${askedEnvPy(d)}`,
    next:
      d["asked"] === "failed"
        ? "Run alembic current by hand to see all of it and mend it, or give --url."
        : "Put it into .env, export it, or give --url.",
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
  targets_file: (d) => targetsFile(d),
} satisfies Record<string, Write>;

/** What is wrong with the file of --targets. Nothing of a line is shown: it may hold a password. */
const targetsFile: Write = ({ path, fault = "", line, first, name, reason }) => {
  switch (fault) {
    case "unreadable":
      return {
        what: `The file ${path} cannot be read.`,
        why: `The system says ${reason}.`,
        next: "Check the path given to --targets.",
      };
    case "no_target":
      return {
        what: `The file ${path} names no database.`,
        why: "Each of its lines is empty or a comment.",
        next: "Write a database URL on each line, or NAME = URL.",
      };
    case "twice":
      return {
        what: `Lines ${first} and ${line} of ${path} name the same database.`,
        why: "Each database is worked on once.",
        next: "Take one of the two lines out.",
      };
    case "same_name":
      return {
        what: `Lines ${first} and ${line} of ${path} have the same name, ${name}.`,
        why: "The report tells databases apart by their names.",
        next: "Give them names of their own: NAME = URL.",
      };
    default: {
      const [why, next] = URL_FAULTS[fault] ?? ["It cannot be read.", ""];
      return { what: `The database URL on line ${line} of ${path} is not right.`, why, next };
    }
  }
};
