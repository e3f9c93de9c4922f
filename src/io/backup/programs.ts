/** Finds a pg_dump that can read the server, with the pg_restore that belongs to it. */
import { join, resolve } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { isExecutable } from "../process/executables.ts";
import { errorLine, type PlainRun, runPlain } from "../process/plain.ts";
import { askPlain } from "../process/plain-in-time.ts";
import { postgresqlFolders } from "../process/postgresql-folders.ts";
import { redactor } from "../process/redact.ts";
import { environmentWithout, knownSecrets } from "../process/secrets.ts";
import { splitCommand } from "../process/split-command.ts";
import { composeCommand } from "../project/compose-command.ts";

export interface DumpPrograms {
  readonly dump: readonly string[];
  readonly restore: readonly string[];
  /** As pg_dump prints it, "18.4". */
  readonly version: string;
  /** As the operator would type them: what a command is given may be the password. */
  readonly shown: string;
  readonly shownRestore: string;
  /** Whether they run where the server's address means something else: in its own container. */
  readonly isInContainer: boolean;
}

export interface ProgramSearch {
  /** The database to be dumped. */
  readonly url: DatabaseUrl;
  /** --pg-dump or RESTAMP_PG_DUMP, as typed in a shell. */
  readonly given: string | undefined;
  /** The folder in which it was typed. */
  readonly from: string;
  readonly composeFiles: readonly string[];
}

/**
 * Backups and rehearsals need the same programs.
 * @param server its version, as it prints it
 * @throws Problem no_pg_dump
 */
export type FindDumpPrograms = (server: string) => Promise<DumpPrograms>;

/** Looks for them once; where there are none, again: they may be installed meanwhile. */
export function dumpProgramFinder(search: ProgramSearch): FindDumpPrograms {
  let found: Promise<DumpPrograms> | null = null;
  return (server) => {
    found ??= findDumpPrograms(search, server).catch((error) => {
      found = null;
      throw error;
    });
    return found;
  };
}

type Candidate = Omit<DumpPrograms, "version" | "shownRestore">;

/**
 * A pg_dump that is older than the server refuses it; one that is newer writes a file that only
 * its own pg_restore is sure to read (PostgreSQL docs, pg_dump, "Notes").
 * @returns the oldest that is not older than the server
 * @throws Problem no_pg_dump
 */
async function findDumpPrograms(search: ProgramSearch, server: string): Promise<DumpPrograms> {
  const needed = majorOf(server);
  const secrets = knownSecrets(search.url);
  const environment = environmentWithout(secrets);
  const redact = redactor(secrets);
  const tried = new Set<string>();
  let line = "";
  const fitting: DumpPrograms[] = [];
  const look = async (candidates: readonly Candidate[]) => {
    for (const candidate of candidates) {
      const asked = [...candidate.dump, "--version"];
      const said = await runPlain(asked, candidate.isInContainer ? environment : {});
      const version = versionIn(said);
      line = visible(redact(errorLine(said.errors || said.output)));
      if (version === null) continue;
      tried.add(version);
      if (majorOf(version) < needed) continue;
      const shownRestore = redact(candidate.restore.join(" "));
      fitting.push({ ...candidate, version, shown: redact(candidate.shown), shownRestore });
    }
  };
  if (search.given !== undefined) await look(named(search.given, search.from));
  else {
    await look(installed());
    if (fitting.length === 0 && search.composeFiles.length > 0)
      await look(await inCompose(search.composeFiles, environment));
  }
  const [best] = fitting.sort((a, b) => majorOf(a.version) - majorOf(b.version));
  if (best) return best;
  const given = redact(search.given ?? "");
  throw new Problem("no_pg_dump", { server, tried: [...tried].join(", "), given, line });
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** @returns none where its last word is no pg_dump: there is no telling where pg_restore would be */
function named(given: string, from: string): Candidate[] {
  const [file = "", ...args] = splitCommand(given);
  const dump = [file.includes("/") ? resolve(from, file) : file, ...args];
  const last = dump.at(-1) ?? "";
  if (!last.endsWith("pg_dump")) return [];
  const restore = [...dump.slice(0, -1), last.replace(/pg_dump$/, "pg_restore")];
  // `docker exec db pg_dump`, `ssh server pg_dump`: what runs there has an address of its own.
  return [{ dump, restore, shown: given, isInContainer: dump.length > 1 }];
}

function installed(): Candidate[] {
  return postgresqlFolders()
    .filter(
      (folder) => isExecutable(join(folder, "pg_dump")) && isExecutable(join(folder, "pg_restore")),
    )
    .map((folder) => ({
      dump: [join(folder, "pg_dump")],
      restore: [join(folder, "pg_restore")],
      shown: join(folder, "pg_dump"),
      isInContainer: false,
    }));
}

/** Any service that has the programs; which server they reach is proved by the dump itself. */
async function inCompose(
  composeFiles: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Candidate[]> {
  const compose = composeCommand(composeFiles);
  const answer = await askPlain([...compose, "ps", "--services"], environment);
  return (answer?.output ?? "")
    .split("\n")
    .filter((service) => service !== "")
    .map((service) => {
      const exec = [...compose, "exec", "-T", service];
      return {
        dump: [...exec, "pg_dump"],
        restore: [...exec, "pg_restore"],
        shown: `docker compose exec -T ${service} pg_dump`,
        isInContainer: true,
      };
    });
}

/** pg_restore says it in the same way: whoever names that has slipped. */
function versionIn({ code, output }: PlainRun): string | null {
  return code === 0 ? (/pg_dump \(PostgreSQL\) (\d+[\w.]*)/.exec(output)?.[1] ?? null) : null;
}
