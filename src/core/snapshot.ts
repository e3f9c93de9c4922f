/** What a database is, read in one read-only transaction. */
import type { Facts } from "./facts.ts";

export interface VersionTable {
  readonly schema: string;
  readonly name: string;
  /** Its rows, sorted; none where the role may not read them. */
  readonly rows: readonly string[];
  readonly hidden?: true;
  /** The length of `version_num`, null when it has none. */
  readonly maxLength: number | null;
}

export interface LiveTable {
  readonly schema: string;
  readonly name: string;
  /** `schema.name` quoted as in facts. */
  readonly identity: string;
  readonly owner: string;
  /** Whether the role may alter it: it owns it, or is a member of the role that does. */
  readonly isOurs: boolean;
  /** The server's estimate; null when the table was never analysed. */
  readonly rowsEstimate: number | null;
  /** Null when the role may not look, or cannot, because the table is locked. */
  readonly hasRows: boolean | null;
  /** Another session holds it, as a migration does. */
  readonly isLocked?: true;
}

/** What ties one table to another, by their identities: the other cannot be dropped alone. */
export interface TableLink {
  /** The name of a foreign key; null where the table is a partition of the other. */
  readonly constraint: string | null;
  readonly table: string;
  readonly references: string;
}

interface TableName {
  readonly schema: string;
  readonly name: string;
}

export function isSameTable(one: TableName, other: TableName): boolean {
  return one.schema === other.schema && one.name === other.name;
}

export function isVersionTable({ versionTables }: Snapshot, table: TableName): boolean {
  return versionTables.some((each) => isSameTable(each, table));
}

export interface Snapshot {
  readonly facts: Facts;
  readonly tables: readonly LiveTable[];
  readonly versionTables: readonly VersionTable[];
  readonly tableLinks: readonly TableLink[];
  /** What evidence/<revision>.sql gave: whether it has run; null where that cannot be told. */
  readonly answers: ReadonlyMap<string, boolean | null>;
}

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly role: string;
  /** As the server prints it, "15.18". */
  readonly version: string;
  readonly canCreateTables: boolean;
  /** Whether it only repeats what happens on another one: nothing can be written there. */
  readonly isStandby: boolean;
  /** Whether something between lends out sessions: locks and settings do not stay there. */
  readonly isPooled: boolean;
}
