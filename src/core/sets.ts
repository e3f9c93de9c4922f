/** What is asked of sets of revisions. */

export function isSubset(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const item of one) if (!other.has(item)) return false;
  return true;
}

export function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isSubset(one, other);
}

export function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((item) => other.has(item)));
}
