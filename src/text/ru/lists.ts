/** Names in a sentence: never so many that it cannot be read. */

/** @param most how many are written out; of more, the number follows */
export function firstOf(names: readonly string[], most: number): string {
  const written = names.slice(0, most).join(", ");
  return names.length > most ? `${written} и ещё ${names.length - most}` : written;
}
