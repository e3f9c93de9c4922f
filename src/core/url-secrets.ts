/** What of a URL must never be shown. */
import type { DatabaseUrl } from "./database-url.ts";

const WRITTEN_PASSWORD = [
  /:\/\/[^:/]*:([^@]*)@/,
  /[?&]password=([^&]*)/,
  /[?&]sslpassword=([^&]*)/,
];

/**
 * @returns every spelling of the URL's passwords that could turn up in another program's output.
 *   One that is also the role's or the database's name, or a letter or two, is not among them:
 *   blotting out such words would spoil every message. Within a URL it is masked all the same.
 */
export function secretsOf(url: DatabaseUrl): string[] {
  const written = WRITTEN_PASSWORD.map((pattern) => pattern.exec(url.text)?.[1] ?? "");
  const read = [url.password ?? "", url.options["sslpassword"] ?? ""];
  return [...new Set([...read, ...written, ...read.map(encodeURIComponent)])].filter(
    (secret) => secret.length > 2 && secret !== url.user && secret !== url.database,
  );
}
