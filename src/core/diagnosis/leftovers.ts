/**
 * Objects that may be there although no applied revision made them: an extension that an
 * administrator installed, a type that a downgrade or a DROP TABLE left behind.
 */
import { type FactKind, type Facts, identityOf, kindOf } from "../facts.ts";
import type { ChainIndex, Write } from "./chain-index.ts";

const MADE_BY_OTHERS: ReadonlySet<FactKind> = new Set(["extension", "schema"]);
const TYPES: ReadonlySet<FactKind> = new Set(["enum", "domain", "composite", "range"]);

export interface Leftovers {
  /** Extensions and schemas: they do no harm, and stay. */
  readonly harmless: ReadonlySet<string>;
  /** Types that nothing uses, just as the chain makes them: the chain would fail to make them. */
  readonly types: ReadonlySet<string>;
}

/** @returns keys of the chain's own facts that prove nothing by being there */
export function possibleLeftovers(index: ChainIndex, facts: Facts): Leftovers {
  const couldBe = (key: string) => MADE_BY_OTHERS.has(kindOf(key)) || TYPES.has(kindOf(key));
  // Where all else is there that the same revision makes, it is no leftover: the revision ran.
  const standsAlone = ({ by }: Write) =>
    (index.effects[by] ?? []).some(
      ({ key, after }) => !couldBe(key) && (facts.get(key) ?? null) !== after,
    );
  const present = [...index.writes]
    .filter(([key]) => facts.has(key) && couldBe(key))
    .filter(([, writes]) => writes.every((write) => write.after === null || standsAlone(write)))
    .map(([key]) => key);
  const asMade = (key: string) =>
    index.writes.get(key)?.some(({ after }) => after === facts.get(key)) === true;
  const types = present.filter((key) => TYPES.has(kindOf(key)) && asMade(key));
  return {
    harmless: new Set(present.filter((key) => MADE_BY_OTHERS.has(kindOf(key)))),
    types: new Set(types.length === 0 ? [] : unused(types, facts)),
  };
}

/** Types whose name appears in no other fact: a column's type, a default, a function's argument. */
function unused(types: readonly string[], facts: Facts): string[] {
  const open = new Map(types.map((key) => [key, identityOf(key)]));
  for (const [key, value] of facts) {
    for (const [type, identity] of open) {
      if (key !== type && (value.includes(identity) || key.includes(`(${identity}`))) {
        open.delete(type);
      }
    }
    if (open.size === 0) break;
  }
  return [...open.keys()];
}
