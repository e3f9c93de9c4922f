/**
 * What makes way for a backup that is brought back: all that was made since. pg_restore --clean drops
 * what the backup holds, and without CASCADE: what uses that has to be gone before, and what that
 * uses goes after it.
 */
import { type Facts, identityOf, kindOf, relationOf, splitIdentity } from "../facts.ts";
import { dropStatements } from "../plan/drop-objects.ts";
import { namedBy, nameOf, ownerOf } from "../plan/mentions.ts";

export interface WayForBackup {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

const STORES_OR_SHOWS = /^(?:table|view|materialized_view) /;

/**
 * @param before the chain's facts, as the backup has them
 * @param now the chain's facts, as they are
 */
export function makeWay(before: Facts, now: Facts): WayForBackup {
  const since = [...now.keys()].filter((key) => !before.has(key));
  const goFirst = goingFirst(since, before, now);
  return {
    first: [
      ...detachments(before, now),
      ...dropStatements([...goFirst, ...rebuilt(before, now)], now),
    ],
    last: dropStatements(
      since.filter((key) => !goFirst.has(key) && !isReplaced(key, before)),
      now,
    ),
  };
}

/** Of what is new: tables and views, and what uses anything old or one of these, unless something old uses it. */
function goingFirst(since: readonly string[], before: Facts, now: Facts): Set<string> {
  const ofOld = [...now.keys()].filter((key) => before.has(ownerOf(key, before)));
  const usedByOld = new Set(ofOld.flatMap((key) => newNames(key, before, now)));
  const found = new Set(since.filter((key) => STORES_OR_SHOWS.test(key)));
  const rest = since.filter((key) => isObject(key) && !usedByOld.has(nameOf(key)));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    const used = namesOf([...[...before.keys()].filter(isObject), ...found]);
    for (const key of rest) {
      if ([...namedIn(key, now)].some((name) => used.has(name))) found.add(key);
    }
  }
  return found;
}

/** What is dropped by itself, and not with a relation. */
const isObject = (key: string) => relationOf(key) === null || STORES_OR_SHOWS.test(key);

const namedIn = (key: string, facts: Facts) => namedBy(key, facts.get(key) ?? "");

/** Names that the fact has now and had not before. */
function newNames(key: string, before: Facts, now: Facts): string[] {
  const then = before.has(key) ? namedIn(key, before) : new Set();
  return [...namedIn(key, now)].filter((name) => !then.has(name));
}

/** What ties old tables to others since: the backup has them without it. */
function detachments(before: Facts, now: Facts): string[] {
  return [...now].flatMap(([key, value]) => {
    if (before.get(key) === value || !before.has(`table ${relationOf(key)}`)) return [];
    const table = relationOf(key) ?? "";
    const [, , name = ""] = splitIdentity(identityOf(key));
    if (kindOf(key) === "policy") return [`DROP POLICY ${name} ON ${table}`];
    if (kindOf(key) === "constraint" && value.startsWith("FOREIGN KEY")) {
      return [`ALTER TABLE ${table} DROP CONSTRAINT ${name}`];
    }
    if (kindOf(key) !== "table") return [];
    const parents = newNames(key, before, now);
    if (/\binherits /.test(value)) {
      return parents.map((parent) => `ALTER TABLE ${table} NO INHERIT ${parent}`);
    }
    return / partition of /.test(value)
      ? parents
          .filter((parent) => before.has(`table ${parent}`))
          .map((parent) => `ALTER TABLE ${parent} DETACH PARTITION ${table}`)
      : [];
  });
}

/** What was there before and uses more now, with what shows it: the backup has it as it was. */
function rebuilt(before: Facts, now: Facts): string[] {
  const shows = [...now.keys()].filter(
    (key) => before.has(key) && /^(?:view|materialized_view|function) /.test(key),
  );
  // A query names columns as well.
  const objects = namesOf([...now.keys()].filter(isObject));
  const usesMore = (key: string) => newNames(key, before, now).some((name) => objects.has(name));
  const found = new Set(shows.filter(usesMore));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    const names = namesOf([...found]);
    for (const key of shows) {
      if ([...namedIn(key, now)].some((name) => names.has(name))) found.add(key);
    }
  }
  return [...found];
}

const namesOf = (keys: readonly string[]) => new Set(keys.map(nameOf));

/** DROP TYPE is for types of every kind, so what has the name now goes where the backup's own does. */
function isReplaced(key: string, before: Facts): boolean {
  const types = ["enum", "composite", "domain", "range"];
  return (
    types.includes(kindOf(key)) && types.some((kind) => before.has(`${kind} ${identityOf(key)}`))
  );
}
