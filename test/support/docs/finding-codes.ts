/** Every finding that is a list; the compiler says when one is missing. */
import type { ListedFinding } from "../../../src/core/diagnosis/types.ts";

export const LISTED_FINDINGS = Object.keys({
  invalid_index: true,
  leftover_types: true,
  already_there: true,
  several_heads: true,
  other_version_tables: true,
  rows_hidden: true,
  tables_locked: true,
  stamp_hidden: true,
  undecided: true,
  believed: true,
  evidence_contradicts: true,
} satisfies Record<ListedFinding, true>) as ListedFinding[];
