/** Finds a pg_dump that can read the server, with the pg_restore that belongs to it. */
import { join, resolve } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { isExecutable } from "../process/executables.ts";
import { runPlain } from "../process/plain.ts";
import { postgresqlFolders } from "../process/postgresql-folders.ts";
import { environmentWithout, knownSecrets } from "../process/secrets.ts";
import { splitCommand } from "../process/split-command.ts";
import { composeCommand } from "../project/compose-command.ts";

export interface DumpPrograms {
  readonly dump: readonly string[];
  readonly restore: readonly string[];
  /** As pg_dump prints it, "18.4". */
  readonly version: string;
  /** As the operator would type it. */
  readonly shown: string;
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
  readonly composeFile: string | null;
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

type Candidate = Omit<DumpPrograms, "version">;

/**
 * A pg_dump that is older than the server refuses it; one that is newer writes a file that only
 * its own pg_restore is sure to read (PostgreSQL docs, pg_dump, "Notes").
 * @returns the oldest that is not older than the server
 * @throws Problem no_pg_dump
 */
async function findDumpPrograms(search: ProgramSearch, server: string): Promise<DumpPrograms> {
  const needed = majorOf(server);
  const environment = environmentWithout(knownSecrets(search.url));
  const tried = new Set<string>();
  const fitting: DumpPrograms[] = [];
  const look = async (candidates: readonly Candidate[]) => {
    for (const candidate of candidates) {
      const version = await versionOf(candidate.dump, candidate.isInContainer ? environment : {});
      if (version === null) continue;
      tried.add(version);
      if (majorOf(version) >= needed) fitting.push({ ...candidate, version });
    }
  };
  if (search.given !== undefined) await look([named(search.given, search.from)]);
  else {
    await look(installed());
    if (fitting.length === 0 && search.composeFile)
      await look(await inCompose(search.composeFile, environment));
  }
  const [best] = fitting.sort((a, b) => majorOf(a.version) - majorOf(b.version));
  if (best) return best;
  throw new Problem("no_pg_dump", { server, tried: [...tried].join(", ") });
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function named(given: string, from: string): Candidate {
  const [file = "", ...args] = splitCommand(given);
  const dump = [file.includes("/") ? resolve(from, file) : file, ...args];
  const restore = dump.map((word, at) =>
    at === dump.length - 1 ? word.replace(/pg_dump$/, "pg_restore") : word,
  );
  // `docker exec db pg_dump`, `ssh server pg_dump`: what runs there has an address of its own.
  return { dump, restore, shown: given, isInContainer: dump.length > 1 };
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
  composeFile: string,
  environment: Readonly<Record<string, string>>,
): Promise<Candidate[]> {
  const compose = composeCommand(composeFile);
  const { output } = await runPlain([...compose, "ps", "--services"], environment);
  return output
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

async function versionOf(
  dump: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { code, output } = await runPlain([...dump, "--version"], environment);
  return code === 0 ? (/\(PostgreSQL\) (\d+[\w.]*)/.exec(output)?.[1] ?? null) : null;
}
