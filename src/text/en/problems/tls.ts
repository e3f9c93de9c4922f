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

export const tls = {
  tls_file: (d) => ({
    what: `A file for the secure connection cannot be used: ${d["path"]}.`,
    why:
      d["reason"] === "no_certificate"
        ? `${d["option"]} leads there, and no certificate in PEM is in it.`
        : `${d["option"]} leads there (${d["reason"]}).`,
    next:
      d["option"] === "sslrootcert"
        ? "Put the certificate authority's certificate there, or name it with sslrootcert; sslrootcert=system takes those of this machine."
        : "A client's certificate and its key belong together: name them with sslcert and sslkey.",
  }),
  tls_mode: (d) => ({
    what: "It is not clear how the connection is to be secured.",
    why: `sslmode is ${d["mode"]}, which PostgreSQL does not know. A guess could send the password in the clear.`,
    next: "Use one of disable, allow, prefer, require, verify-ca and verify-full.",
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
