/** Sentences after one another. */

/** @returns them with a space between, without those that are empty */
export const join = (...sentences: readonly (string | undefined)[]) =>
  sentences.filter(Boolean).join(" ");
