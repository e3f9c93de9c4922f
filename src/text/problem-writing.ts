/** What both languages write their problems with. */
import type { ProblemDetails } from "../core/problem.ts";
import type { ProblemText } from "./types.ts";

export type Write = (d: ProblemDetails) => ProblemText;

export const server = (d: ProblemDetails) => `${d["host"]}:${d["port"]}`;
