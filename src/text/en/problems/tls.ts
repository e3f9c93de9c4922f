/** What keeps a connection from being secured. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { server, type Write } from "../../problem-writing.ts";

type Fault = (d: ProblemDetails) => readonly [why: string, next: string];

const untrusted: Fault = () => [
  "Its certificate was signed by an authority that is not known here.",
  "Put that authority's certificate into a file and name it with sslrootcert, or lay it at ~/.postgresql/root.crt.",
];

/** By Node's codes (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: (d) => [
    `Its certificate is for another name than ${d["host"]}. ${d["message"]}`,
    "Name the server as its certificate does; hostaddr may give the address beside it. sslmode=verify-ca checks the authority, and not the name.",
  ],
  CERT_HAS_EXPIRED: () => [
    "A certificate has expired: the server's, or its authority's.",
    "Have it renewed; PostgreSQL reads its own anew on SELECT pg_reload_conf(). Check this machine's clock as well.",
  ],
  CERT_NOT_YET_VALID: () => [
    "A certificate is not valid yet: the server's, or its authority's.",
    "Check the clocks of this machine and of the one that signed it.",
  ],
  CERT_REVOKED: () => [
    "Its certificate was revoked: it is in the list that sslcrl names.",
    "The server needs a new certificate. Until then do not trust what answers there.",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

/** The server's own no has no code. */
const refused: Fault = (d) =>
  d["sqlstate"]
    ? [
        `The TLS handshake failed: ${d["message"]}`,
        "Check that the address leads straight to PostgreSQL, and that sslcert and sslkey belong together.",
      ]
    : [
        "It offers no TLS, and sslmode asks for it.",
        "Have TLS turned on there (ssl = on), or check that the address leads to the right server.",
      ];

const FILE_FAULTS: Readonly<Record<string, string>> = {
  no_certificate: ", and no certificate in PEM is in it",
  no_list: ", and no list of revoked certificates in PEM is in it",
};

const ownFiles =
  "A client's certificate and its key belong together: name them with sslcert and sslkey.";
const lists =
  "Put the authority's list of revoked certificates there: a file for sslcrl; for sslcrldir a folder in which `openssl rehash` has named it.";

const FILE_ADVICE: Readonly<Record<string, string>> = {
  sslrootcert:
    "Put the certificate authority's certificate there, or name it with sslrootcert; sslrootcert=system takes those of this machine.",
  sslcert: ownFiles,
  sslkey: ownFiles,
  sslcrl: lists,
  sslcrldir: lists,
};

export const tls = {
  tls_file: (d) => ({
    what: `A file for the secure connection cannot be used: ${d["path"]}.`,
    why: `${d["option"]} leads there${FILE_FAULTS[d["reason"] ?? ""] ?? ` (${d["reason"]})`}.`,
    next: FILE_ADVICE[d["option"] ?? ""] ?? "",
  }),
  tls_mode: (d) => ({
    what: "It is not clear how the connection is to be secured.",
    why: `${d["option"]} is ${d["asked"]}, which PostgreSQL does not know. A guess could send the password in the clear.`,
    next: `Use one of ${d["known"]}.`,
  }),
  gss_only: () => ({
    what: "restamp cannot make the connection that is asked for: encrypted by GSSAPI.",
    why: "gssencmode=require, or PGGSSENCMODE, allows no other. restamp and its alembic are secured by TLS.",
    next: "Where the server takes TLS too: sslmode=verify-full, and gssencmode=prefer.",
  }),
  login_not_wanted: (d) => ({
    what: `${server(d)} ${d["method"] === "none" ? "asks for no login at all" : `asks for a login by ${d["method"]}`}; no password was sent.`,
    why: `require_auth, or PGREQUIREAUTH, is ${d["asked"]}. Somebody may stand between, or pg_hba.conf has another method for this role.`,
    next: "Check that the address leads straight to the server, and the method in its pg_hba.conf. If that one is right, add it to require_auth.",
  }),
  channel_not_bound: (d) => ({
    what: `${server(d)} did not bind the login to its TLS channel; no password was sent.`,
    why: "channel_binding=require asks for SCRAM-SHA-256-PLUS over TLS. Without it somebody may stand between, or the server logs in another way.",
    next: "Check that the address leads straight to the server, or leave channel_binding out, as prefer does.",
  }),
  tls_failed: (d) => {
    const [why, next] = (FAULTS[d["sqlstate"] ?? ""] ?? refused)(d);
    return { what: `No secure connection to ${server(d)}.`, why, next };
  },
} satisfies Record<string, Write>;
