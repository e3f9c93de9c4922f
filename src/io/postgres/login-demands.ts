/** How a server may log somebody in: libpq's channel_binding=require and require_auth (its docs, same names). */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { libpqOption } from "../../core/libpq-options.ts";
import { Problem } from "../../core/problem.ts";

/** As require_auth names them; `none` lets somebody in without asking for anything. */
const METHODS = ["password", "md5", "scram-sha-256", "none", "gss", "sspi", "oauth"] as const;
type Method = (typeof METHODS)[number];

export interface LoginDemands {
  /** Only a server that proves the very TLS channel will do. */
  readonly isBound: boolean;
  readonly allowed: ReadonlySet<Method>;
  /** As it was written. */
  readonly asked: string;
}

/** @throws Problem tls_mode, gss_only: what is asked for and cannot be seen to is not passed over */
export function loginDemands(url: DatabaseUrl): LoginDemands {
  if (libpqOption(url, "gssencmode", process.env) === "require") throw new Problem("gss_only");
  const asked = libpqOption(url, "require_auth", process.env) ?? "";
  return {
    isBound: libpqOption(url, "channel_binding", process.env) === "require",
    allowed: new Set(allowedBy(asked)),
    asked,
  };
}

function allowedBy(asked: string): readonly Method[] {
  if (asked === "") return METHODS;
  const words = asked.split(",").map((word) => word.trim());
  const named = words.map((word) => word.replace(/^!/, ""));
  const isNegative = words.every((word) => word.startsWith("!"));
  const isClear = isNegative || words.every((word) => !word.startsWith("!"));
  if (!isClear || named.some((word) => !(METHODS as readonly string[]).includes(word))) {
    throw new Problem("tls_mode", { option: "require_auth", asked, known: METHODS.join(", ") });
  }
  return METHODS.filter((method) => named.includes(method) !== isNegative);
}

/**
 * Stands before pg's own listeners: no password has been sent when it says no. A server that only
 * offers to bind, or to prove that it knows the password, may still ask for it, or let somebody in
 * who has proved nothing: what counts is that the exchange has come to its end, which pg then checks.
 * @param refuse has to see to it that nothing more is sent
 */
export function watchLogin(
  { connection }: pg.Client,
  { isBound, allowed, asked }: LoginDemands,
  refuse: (problem: "channel_not_bound" | "login_not_wanted", details: LoginDetails) => void,
): void {
  let used: Method = "none";
  let canBind = false;
  let isProven = false;
  const look = (method: Method, binds: boolean) => {
    if (isBound && !binds) refuse("channel_not_bound", {});
    else if (!allowed.has(method)) refuse("login_not_wanted", { method, asked });
  };
  const comes = (method: Method) => {
    used = method;
    look(method, canBind);
  };
  connection.on("authenticationCleartextPassword", () => {
    canBind = false;
    comes("password");
  });
  connection.on("authenticationMD5Password", () => {
    canBind = false;
    comes("md5");
  });
  connection.on("authenticationSASL", ({ mechanisms }: { mechanisms: readonly string[] }) => {
    canBind = mechanisms.includes("SCRAM-SHA-256-PLUS");
    comes("scram-sha-256");
  });
  connection.on("authenticationSASLFinal", () => {
    isProven = true;
  });
  connection.on("authenticationOk", () => {
    const isHalf = used === "scram-sha-256" && !isProven;
    look(isHalf ? "none" : used, canBind && isProven);
  });
}

type LoginDetails = Readonly<Record<string, string>>;
