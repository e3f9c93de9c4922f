/** One exit code for several targets. */
import type { ExitCode } from "./problem.ts";

/**
 * The worst first. A database of which nothing is known is worse than one of which a person has to
 * decide, and that is worse than one of which is known what is wrong.
 */
const WORST_FIRST: readonly ExitCode[] = [130, 129, 2, 3, 4, 1, 0];

export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? 0;
}
