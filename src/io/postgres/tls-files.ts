/** The certificates, keys and lists that secure a connection: https://www.postgresql.org/docs/current/libpq-ssl.html */
import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, createSecureContext } from "node:tls";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { type LibpqOption, libpqOption } from "../../core/libpq-options.ts";
import { Problem } from "../../core/problem.ts";

/** Node's own list is what `system` means; libpq takes none without being told. */
export function readRoot(url: DatabaseUrl, isNeeded: boolean): Pick<ConnectionOptions, "ca"> {
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
export function readRevoked(url: DatabaseUrl): Pick<ConnectionOptions, "crl"> {
  const path = fileOf(url, "sslcrl", "root.crl");
  const folder = libpqOption(url, "sslcrldir", process.env) || null;
  const lists = [
    ...(path === null ? [] : [readList(path, "sslcrl")]),
    ...(folder === null ? [] : readHashed(folder)),
  ];
  return lists.length === 0 ? {} : { crl: lists };
}

function readList(path: string, option: LibpqOption): Buffer {
  const crl = read(path, option);
  try {
    createSecureContext({ crl });
  } catch (error) {
    throw new Problem("tls_file", { option, path, reason: "no_list" }, error);
  }
  return crl;
}

/** As `openssl rehash` names lists: by their issuer, and a number. */
const HASHED = /^[0-9a-f]{8}\.r\d+$/;

function readHashed(folder: string): readonly Buffer[] {
  const names = opened(folder, "sslcrldir", (path) => readdirSync(path)).filter((name) =>
    HASHED.test(name),
  );
  // OpenSSL finds no list there for any certificate, and trusts none then.
  if (names.length === 0) {
    throw new Problem("tls_file", { option: "sslcrldir", path: folder, reason: "no_list" });
  }
  return names.map((name) => readList(join(folder, name), "sslcrldir"));
}

/** The client's certificate and its key: both or none. */
export function readOwn(url: DatabaseUrl): Pick<ConnectionOptions, "cert" | "key" | "passphrase"> {
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
function fileOf(url: DatabaseUrl, option: LibpqOption, usual: string): string | null {
  const named = libpqOption(url, option, process.env);
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
  return opened(path, option, (file) => readFileSync(file));
}

function opened<T>(path: string, option: string, open: (path: string) => T): T {
  try {
    return open(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("tls_file", { option, path, reason }, error);
  }
}
