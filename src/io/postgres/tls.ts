/** How a connection is secured, as libpq would: https://www.postgresql.org/docs/current/libpq-ssl.html */
import type { ConnectionOptions, SecureVersion } from "node:tls";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { libpqOption } from "../../core/libpq-options.ts";
import { Problem } from "../../core/problem.ts";
import { readOwn, readRevoked, readRoot } from "./tls-files.ts";

/** False for a connection in the clear. */
export type Security = false | ConnectionOptions;

/**
 * libpq's sslmode; `ssl` is what asyncpg takes for it. Certificates that any site can have say
 * nothing without the name: libpq takes `system` with verify-full only ("sslrootcert").
 */
export function tlsMode(url: DatabaseUrl): string {
  const { sslmode, ssl } = url.options;
  const asyncpgs = ssl === "true" ? "require" : ssl;
  const mode = sslmode ?? asyncpgs ?? libpqOption(url, "sslmode", process.env);
  const root = libpqOption(url, "sslrootcert", process.env);
  return root === "system" && mode !== "disable" ? "verify-full" : mode || "prefer";
}

/**
 * @param host of the server; a socket's folder is never secured
 * @returns what to try, one after the other
 * @throws Problem tls_file when a certificate or a key that is named cannot be read, or is none; tls_mode
 *   for what libpq does not know either
 */
export function securities(url: DatabaseUrl, host: string): readonly [Security, ...Security[]] {
  const mode = tlsMode(url);
  if (host.startsWith("/") || mode === "disable") return [false];
  switch (mode) {
    case "allow":
      return [false, secured(url, mode)];
    case "require":
    case "verify-ca":
    case "verify-full":
      return [secured(url, mode)];
    case "prefer":
      return [secured(url, mode), false];
    default:
      // A slip of the pen must not send a password in the clear.
      throw unknownValue("sslmode", mode, MODES);
  }
}

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
const VERSIONS: readonly SecureVersion[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

function unknownValue(option: string, asked: string, known: readonly string[]): Problem {
  return new Problem("tls_mode", { option, asked, known: known.join(", ") });
}

/** A server can be spoken to in TLS from the first byte on (PostgreSQL 17, "sslnegotiation"). */
export function negotiationOf(url: DatabaseUrl, security: Security): "direct" | "postgres" {
  const asked = libpqOption(url, "sslnegotiation", process.env);
  return security !== false && asked === "direct" ? "direct" : "postgres";
}

function secured(url: DatabaseUrl, mode: string): ConnectionOptions {
  const isVerified = mode.startsWith("verify-");
  const root = readRoot(url, isVerified);
  return {
    ...root,
    ...readOwn(url),
    ...readRevoked(url),
    ...versions(url),
    // A root certificate that is there is used, whatever the mode ("Client Verification of Server Certificates").
    rejectUnauthorized: isVerified || root.ca !== undefined,
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** As OpenSSL and libpq name them, and Node. */
function versions(url: DatabaseUrl): Pick<ConnectionOptions, "minVersion" | "maxVersion"> {
  const asked = (option: "ssl_min_protocol_version" | "ssl_max_protocol_version") => {
    const word = libpqOption(url, option, process.env);
    const version = VERSIONS.find((each) => each === word);
    if (word && !version) throw unknownValue(option, word, VERSIONS);
    return version;
  };
  const [minVersion, maxVersion] = [
    asked("ssl_min_protocol_version"),
    asked("ssl_max_protocol_version"),
  ];
  return { ...(minVersion && { minVersion }), ...(maxVersion && { maxVersion }) };
}
