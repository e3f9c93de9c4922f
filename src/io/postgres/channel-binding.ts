/** libpq's channel_binding=require: only a server that proves the very TLS channel is logged in to. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";

/** @returns whether the URL, or PGCHANNELBINDING, requires it (PostgreSQL docs, "channel_binding") */
export function isBindingRequired(url: DatabaseUrl): boolean {
  return (url.options["channel_binding"] ?? process.env["PGCHANNELBINDING"]) === "require";
}

/**
 * Stands before pg's own listeners: no password has been sent when it says no. A server that only
 * offers to bind may still ask for a password, or let somebody in who has proved nothing: what counts
 * is that the exchange has come to its end, which pg then checks.
 * @param refuse has to see to it that nothing more is sent
 */
export function watchBinding({ connection }: pg.Client, refuse: () => void): void {
  let isOffered = false;
  let isBound = false;
  connection.on("authenticationCleartextPassword", refuse);
  connection.on("authenticationMD5Password", refuse);
  connection.on("authenticationSASL", ({ mechanisms }: { mechanisms: readonly string[] }) => {
    isOffered = mechanisms.includes("SCRAM-SHA-256-PLUS");
    if (!isOffered) refuse();
  });
  connection.on("authenticationSASLFinal", () => {
    isBound = isOffered;
  });
  connection.on("authenticationOk", () => {
    if (!isBound) refuse();
  });
}
