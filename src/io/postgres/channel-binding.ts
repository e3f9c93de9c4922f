/** libpq's channel_binding=require: only a server that proves the very TLS channel is logged in to. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";

/** @returns whether the URL, or PGCHANNELBINDING, requires it (PostgreSQL docs, "channel_binding") */
export function isBindingRequired(url: DatabaseUrl): boolean {
  return (url.options["channel_binding"] ?? process.env["PGCHANNELBINDING"]) === "require";
}

/** What a server asks for when it logs somebody in, and whether that binds. */
const WAYS = {
  authenticationOk: () => false,
  authenticationCleartextPassword: () => false,
  authenticationMD5Password: () => false,
  authenticationSASL: (mechanisms: readonly string[]) => mechanisms.includes("SCRAM-SHA-256-PLUS"),
};

/**
 * Stands before pg's own listeners: no password has been sent when it says no.
 * @param refuse has to see to it that nothing more is sent
 */
export function watchBinding({ connection }: pg.Client, refuse: () => void): void {
  let isBound = false;
  for (const [event, binds] of Object.entries(WAYS)) {
    connection.on(event, (message: { readonly mechanisms?: readonly string[] }) => {
      isBound ||= binds(message?.mechanisms ?? []);
      if (!isBound) refuse();
    });
  }
}
