/** What both languages write their problems with. */
import type { ProblemDetails } from "../core/problem.ts";
import { placeName } from "../core/url-hosts.ts";
import type { ProblemText } from "./types.ts";

export type Write = (d: ProblemDetails) => ProblemText;

export const server = (d: ProblemDetails) => placeName(d["host"] ?? "", d["port"] ?? "");

/** Whether the server was sought behind a socket of this machine. */
export const isSocket = (d: ProblemDetails) => d["host"]?.startsWith("/") === true;
