/** What one kind of fact is read from, and the pieces of SQL that several kinds share. */
import { NAMED } from "../catalog-conditions.ts";

export interface FactSource {
  readonly key: string;
  readonly value: string;
  /** The same value, quicker to set up, where no other session has the relation. */
  readonly valueAlone?: string;
  readonly from: string;
  readonly where?: string;
  /** The object that the fact lives and dies with: for a column, its table. */
  readonly unit: string;
  /** The catalog row that the fact describes, where that is another one. */
  readonly own?: string;
  /** Not what every table has: read only where there is any. */
  readonly isRare?: true;
  /** Read only of relations in the scope of a snapshot: the whole fact, or nothing but its value. */
  readonly scoped?: "fact" | "value";
  /** A fact for which this holds is read in any case. */
  readonly always?: string;
  /** The catalog of `unit`, for membership in extensions. */
  readonly catalog:
    | "pg_namespace"
    | "pg_extension"
    | "pg_class"
    | "pg_type"
    | "pg_collation"
    | "pg_proc";
}

export const RELATION = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace";

/** A part of a relation, joined to it as p. */
export const PART_OF = (part: string, relation: string) =>
  `${part} p JOIN pg_class c ON c.oid = p.${relation} JOIN pg_namespace n ON n.oid = c.relnamespace`;

export const PART_NAMED = (name: string) => `${NAMED} || '.' || quote_ident(${name})`;
