/** What no output may show and no unrelated program may be given. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { secretsOf } from "../../core/url-secrets.ts";
import { BARE_ENVIRONMENT } from "./background.ts";

/** @returns the secrets of a URL, and the password that libpq takes from the environment */
export function knownSecrets(...urls: readonly DatabaseUrl[]): string[] {
  const { PGPASSWORD = "" } = process.env;
  const inEnvironment = PGPASSWORD.length > 2 ? [PGPASSWORD, encodeURIComponent(PGPASSWORD)] : [];
  return [...new Set([...urls.flatMap(secretsOf), ...inEnvironment])];
}

/** @returns what the operator's shell has, less whatever names the database or holds its password */
export function environmentWithout(secrets: readonly string[]): Record<string, string> {
  const isSafe = (value: string) => !secrets.some((secret) => value.includes(secret));
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && !["PGPASSWORD", "DATABASE_URL"].includes(name) && isSafe(value)
        ? [[name, value]]
        : [],
    ),
  );
}

/** For a program that has nothing to do with the database, but heeds the user's own settings. */
export function userEnvironment(): Record<string, string> {
  const { HOME, XDG_CONFIG_HOME } = process.env;
  return {
    ...BARE_ENVIRONMENT,
    ...(HOME === undefined ? {} : { HOME }),
    ...(XDG_CONFIG_HOME === undefined ? {} : { XDG_CONFIG_HOME }),
  };
}
