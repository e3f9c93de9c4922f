/** The order in which pg_restore makes what a backup holds, and drops it backwards. */

/** An entry of `pg_restore --list`: what it is, and what it is called. */
const ENTRY = /^\d+; \d+ \d+ (INDEX ATTACH|INDEX|CONSTRAINT) (.+)$/;

/**
 * An index of a partition is dropped with that of its parent, and may not be dropped alone. pg_dump
 * sorts both by their names, so that mostly the parent's is the one that would be dropped later.
 * @param list as `pg_restore --list` prints it
 * @returns the list with indexes of partitions before all others, so that they are dropped after
 *   these; null where there are none
 */
export function partitionsFirst(list: string): string | null {
  const lines = list.split("\n");
  const entries = lines.map((line) => ENTRY.exec(line));
  const attached = new Set(
    entries.flatMap((entry) => (entry?.[1] === "INDEX ATTACH" ? splits(entry[2] ?? "") : [])),
  );
  const isOwn = (at: number) => {
    const [, kind, names = ""] = entries[at] ?? [];
    return kind !== undefined && kind !== "INDEX ATTACH" && isAttached(names, attached);
  };
  const parts = lines.filter((_, at) => isOwn(at));
  if (parts.length === 0) return null;
  const first = entries.findIndex((entry) => entry !== null);
  return [
    ...lines.slice(0, first),
    ...parts,
    ...lines.slice(first).filter((_, at) => !isOwn(first + at)),
  ].join("\n");
}

/** "schema index owner": names may have spaces in them, so it can be read in several ways. */
function splits(names: string): string[] {
  const words = names.split(" ");
  return words.slice(1).map((_, at) => {
    const [schema, rest] = [words.slice(0, at + 1), words.slice(at + 1)];
    return `${schema.join(" ")}\0${rest.join(" ")}`;
  });
}

/** "schema index owner" or "schema table constraint owner". */
function isAttached(names: string, attached: ReadonlySet<string>): boolean {
  const words = names.split(" ");
  return words.some((_, from) =>
    words.some(
      (_word, to) =>
        to > from &&
        attached.has(`${words.slice(0, from + 1).join(" ")}\0${words.slice(to).join(" ")}`),
    ),
  );
}
