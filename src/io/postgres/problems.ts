/** Errors of the driver and the server as problems: by SQLSTATE or errno, never by message. */

import { visible } from "../../core/display.ts";
import { Problem, type ProblemCode } from "../../core/problem.ts";

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const BY_SQLSTATE: Record<string, ProblemCode> = {
  "08P01": "pooler", // PgBouncer, which does not know a startup parameter
  "28P01": "password_wrong",
  "28000": "login_refused",
  "3D000": "database_missing",
  "42501": "permission_denied",
  "55P03": "lock_timeout",
  "57P01": "connection_lost",
  "57P02": "connection_lost",
  "57P03": "server_not_ready", // it starts, recovers or shuts down
  "53300": "too_many_connections",
};

const BY_ERRNO: Record<string, ProblemCode> = {
  ECONNREFUSED: "server_refused",
  ENOENT: "server_refused",
  ENOTFOUND: "host_unknown",
  EAI_AGAIN: "host_unknown",
  ETIMEDOUT: "server_unreachable",
  EHOSTUNREACH: "server_unreachable",
  ENETUNREACH: "server_unreachable",
  ECONNRESET: "connection_lost",
  EPIPE: "connection_lost",
  EACCES: "server_refused", // a socket that this user may not open
  EPROTO: "tls_failed", // no version or cipher in common
};

interface DriverError extends Error {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly DriverError[];
}

/**
 * @param where names of the server, for the sentences: never the password
 * @param hasPassword whether one was offered, to tell a missing one from a wrong one
 */
export function asDatabaseProblem(
  error: unknown,
  where: Readonly<Record<string, string>>,
  hasPassword = true,
): Problem {
  if (error instanceof Problem) return error;
  const thrown = error as DriverError;
  // Node tries each address of a host and throws them together.
  const code = thrown.code ?? thrown.errors?.find((each) => each.code)?.code ?? "";
  // The detail names the objects: "view their_view depends on table users".
  const said = [thrown.message ?? String(error), thrown.detail].filter(Boolean).join(". ");
  const details = { ...where, message: visible(said), sqlstate: code };
  const known = BY_SQLSTATE[code] ?? BY_ERRNO[code];
  if (known === "password_wrong" && !hasPassword)
    return new Problem("password_missing", details, error);
  if (known) return new Problem(known, details, error);
  if (/^ERR_(?:TLS|SSL|OSSL)|^CERT_|SELF_SIGNED|UNABLE_TO_/.test(code))
    return new Problem("tls_failed", details, error);
  if (/^[0-9A-Z]{5}$/.test(code)) return new Problem("server_error", details, error);
  return new Problem(withoutCode(thrown, hasPassword), details, error);
}

const NO_TLS = /does not support SSL/i;

/** @returns whether a secured connection failed because the server offers none */
export function isWithoutTls({ details }: Problem): boolean {
  return NO_TLS.test(details["message"] ?? "");
}

/**
 * pg 8.23 throws plain errors of its own, without a code, in these cases. They are its own
 * English sentences (pg/lib/client.js, connection.js, crypto/sasl.js), not the server's.
 */
function withoutCode(error: Error, hasPassword: boolean): ProblemCode {
  const text = error.message;
  if (/password must be a (non-empty )?string/i.test(text)) {
    return hasPassword ? "password_wrong" : "password_missing";
  }
  if (NO_TLS.test(text)) return "tls_failed";
  if (/establishing an SSL connection/i.test(text)) return "connection_lost";
  if (/timeout/i.test(text)) return "server_unreachable";
  if (/Connection terminated|Connection ended|not queryable/i.test(text)) return "connection_lost";
  return "server_error";
}
