export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What happened, why, and what to do next. */
export interface ProblemText {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}
