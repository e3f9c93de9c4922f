/** How a connection is secured, as libpq would: https://www.postgresql.org/docs/current/libpq-ssl.html */
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";

/** False for a connection in the clear. */
export type Security = false | ConnectionOptions;

/**
 * libpq's sslmode; `ssl` is what asyncpg takes for it. Certificates that any site can have say
 * nothing without the name: libpq takes `system` with verify-full only ("sslrootcert").
 */
export function tlsMode(url: DatabaseUrl): string {
  const { sslmode, ssl } = url.options;
  const mode = sslmode ?? (ssl === "true" ? "require" : ssl) ?? process.env["PGSSLMODE"];
  const root = url.options["sslrootcert"] ?? process.env["PGSSLROOTCERT"];
  return root === "system" && mode !== "disable" ? "verify-full" : mode || "prefer";
}

/**
 * @param host of the server; a socket's folder is never secured
 * @returns what to try, one after the other
 * @throws Problem tls_file when a certificate or a key that is named cannot be read, or is none; tls_mode
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
      throw new Problem("tls_mode", { mode });
  }
}

/** A server can be spoken to in TLS from the first byte on (PostgreSQL 17, "sslnegotiation"). */
export function negotiationOf({ options }: DatabaseUrl, security: Security): "direct" | "postgres" {
  const asked = options["sslnegotiation"] ?? process.env["PGSSLNEGOTIATION"];
  return security !== false && asked === "direct" ? "direct" : "postgres";
}

function secured(url: DatabaseUrl, mode: string): ConnectionOptions {
  const isVerified = mode.startsWith("verify-");
  const root = readRoot(url, isVerified);
  return {
    ...root,
    ...readOwn(url),
    ...readRevoked(url),
    // A root certificate that is there is used, whatever the mode ("Client Verification of Server Certificates").
    rejectUnauthorized: isVerified || root.ca !== undefined,
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** Node's own list is what `system` means; libpq takes none without being told. */
function readRoot(url: DatabaseUrl, isNeeded: boolean): Pick<ConnectionOptions, "ca"> {
  const path = fileOf(url, "sslrootcert", "root.crt");
  if (path === "system") return {};
  if (path !== null) return { ca: readCertificate(path, "sslrootcert") };
  if (!isNeeded) return {};
  throw new Problem("tls_file", {
    option: "sslrootcert",
    path: join(usualFolder(), "root.crt"),
    reason: "ENOENT",
  });
}

/** Certificates that count no longer; of what a root has signed, so only with one ("sslcrl"). */
function readRevoked(url: DatabaseUrl): Pick<ConnectionOptions, "crl"> {
  const path = fileOf(url, "sslcrl", "root.crl");
  return path === null ? {} : { crl: read(path, "sslcrl") };
}

/** The client's certificate and its key: both or none. */
function readOwn(url: DatabaseUrl): Pick<ConnectionOptions, "cert" | "key" | "passphrase"> {
  const cert = fileOf(url, "sslcert", "postgresql.crt");
  if (cert === null) return {};
  const key = fileOf(url, "sslkey", "postgresql.key") ?? join(usualFolder(), "postgresql.key");
  const passphrase = url.options["sslpassword"];
  return {
    cert: readCertificate(cert, "sslcert"),
    key: read(key, "sslkey"),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

/** @returns the file that is named; else the usual one, where it is there */
function fileOf(url: DatabaseUrl, option: string, usual: string): string | null {
  const named = url.options[option] ?? process.env[`PG${option.toUpperCase()}`];
  if (named) return named;
  const path = join(usualFolder(), usual);
  return existsSync(path) ? path : null;
}

function usualFolder(): string {
  return join(process.env["HOME"] ?? homedir(), ".postgresql");
}

/** Node passes over a root that holds none, and trusts nobody then. */
function readCertificate(path: string, option: string): Buffer {
  const content = read(path, option);
  try {
    new X509Certificate(content);
  } catch (error) {
    throw new Problem("tls_file", { option, path, reason: "no_certificate" }, error);
  }
  return content;
}

function read(path: string, option: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("tls_file", { option, path, reason }, error);
  }
}
