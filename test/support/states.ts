/** One database in each state that a diagnosis tells apart. */
import { expect } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import type { RevisionVerdict, Verdict } from "../../src/core/diagnosis/types.ts";
import type { PathName } from "../../src/core/plan/types.ts";
import {
  CALL_STATS,
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  WRONG,
} from "./broken-databases.ts";
import { freshDatabase, query } from "./database.ts";

const LINKS = "e5f6a7b8c9d0";
export const INDEXES = "f1a2b3c4d5e6";
export const CLEANUP = "a1b2c3d4e5f6";

export interface State {
  readonly name: string;
  readonly make: () => Promise<DatabaseUrl>;
  readonly verdict: Verdict;
  readonly stamp: readonly string[] | null;
  /** Every state of the chain that the schema equals. */
  readonly candidates: readonly (readonly string[])[];
  readonly path: PathName;
  /** The ids of the steps that are recommended. */
  readonly steps: readonly string[];
  /** What the schema says of revisions that matter here. */
  readonly verdicts?: Readonly<Record<string, RevisionVerdict>>;
  /** Every difference from the proven or nearest revision. */
  readonly drift?: readonly unknown[];
}

const missing = (object: string) =>
  expect.objectContaining({ object, change: "missing", actual: null });

const UPGRADE = ["upgrade", "verify"];
const ADOPT = ["stamp_proven", ...UPGRADE];
const SAME_SCHEMA = [[INDEXES], [CLEANUP], [HEAD]];

/** To be called once per test file, at its top: the originals are made on demand and then copied. */
export function allStates(): readonly State[] {
  const migrated = {
    first: populatedDatabases(FIRST, FIRST),
    stats: populatedDatabases(CALL_STATS, CALL_STATS),
    dates: populatedDatabases(WRONG, WRONG),
    links: populatedDatabases(LINKS, LINKS),
    indexes: populatedDatabases(INDEXES, WRONG),
    head: populatedDatabases(HEAD, HEAD),
  };
  const broken =
    (make: () => Promise<DatabaseUrl>, sql: string): (() => Promise<DatabaseUrl>) =>
    async () => {
      const database = await make();
      await query(database, sql);
      return database;
    };
  const asked = { path: "ask", steps: [] } as const;
  return [
    {
      name: "an empty database",
      make: () => freshDatabase(),
      verdict: "empty",
      stamp: null,
      candidates: [[]],
      path: "fresh",
      steps: UPGRADE,
    },
    {
      name: "a healthy database",
      make: migrated.head,
      verdict: "healthy",
      stamp: [HEAD],
      candidates: SAME_SCHEMA,
      path: "none",
      steps: [],
    },
    {
      name: "a database that is merely behind its scripts",
      make: migrated.first,
      verdict: "pending",
      stamp: [FIRST],
      candidates: [[FIRST]],
      path: "upgrade",
      steps: UPGRADE,
    },
    {
      name: "a stamp on an empty database",
      make: emptyStamped,
      verdict: "empty_stamped",
      stamp: [WRONG],
      candidates: [[]],
      path: "fresh",
      steps: ["clear_stamp", ...UPGRADE],
    },
    {
      name: "a stamp ahead of three tables",
      make: broken(migrated.first, `UPDATE alembic_version SET version_num = '${WRONG}'`),
      verdict: "stamp_ahead",
      stamp: [WRONG],
      candidates: [[FIRST]],
      verdicts: { [FIRST]: "applied", [CALL_STATS]: "absent", [WRONG]: "absent" },
      drift: [],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "a stamp behind the schema",
      make: broken(migrated.dates, `UPDATE alembic_version SET version_num = '${FIRST}'`),
      verdict: "stamp_behind",
      stamp: [FIRST],
      candidates: [[WRONG]],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "tables without a version table",
      make: broken(migrated.first, "DROP TABLE alembic_version"),
      verdict: "unstamped",
      stamp: null,
      candidates: [[FIRST]],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "tables with an empty version table",
      make: broken(migrated.first, "DELETE FROM alembic_version"),
      verdict: "unstamped",
      stamp: [],
      candidates: [[FIRST]],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "two rows of which one contains the other",
      make: broken(migrated.stats, `INSERT INTO alembic_version VALUES ('${FIRST}')`),
      verdict: "overlapping",
      stamp: [FIRST, CALL_STATS],
      candidates: [[CALL_STATS]],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "a stamp that no script has",
      make: broken(migrated.first, "UPDATE alembic_version SET version_num = 'deadbeef'"),
      verdict: "unknown_stamp",
      stamp: ["deadbeef"],
      candidates: [[FIRST]],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "a schema that fits several revisions",
      make: migrated.indexes,
      verdict: "ambiguous",
      stamp: [WRONG],
      candidates: SAME_SCHEMA,
      ...asked,
    },
    {
      name: "two version tables",
      make: broken(
        migrated.first,
        `CREATE SCHEMA tenant; CREATE TABLE tenant.alembic_version (version_num varchar(32) NOT NULL);
         INSERT INTO tenant.alembic_version VALUES ('${WRONG}')`,
      ),
      verdict: "several_version_tables",
      stamp: null,
      candidates: [[FIRST]],
      ...asked,
    },
    {
      name: "a schema that was changed by hand",
      make: broken(
        migrated.head,
        "ALTER TABLE users ADD nickname text; DROP INDEX ix_users_last_seen_at",
      ),
      verdict: "drift",
      stamp: [HEAD],
      candidates: [],
      drift: [
        { object: "column public.users.nickname", change: "extra", expected: null, actual: "text" },
        {
          object: "index public.users.ix_users_last_seen_at",
          change: "missing",
          expected: expect.stringContaining("CREATE INDEX"),
          actual: null,
        },
      ],
      ...asked,
    },
    {
      name: "a hole in the middle of the chain",
      make: broken(migrated.head, "DROP TABLE call_stats"),
      verdict: "hole",
      stamp: [HEAD],
      candidates: [],
      verdicts: {
        [FIRST]: "applied",
        [CALL_STATS]: "absent",
        [WRONG]: "applied",
        [LINKS]: "applied",
      },
      drift: expect.arrayContaining([
        { object: "table public.call_stats", change: "missing", expected: "table", actual: null },
      ]),
      ...asked,
    },
    {
      name: "a revision that ran half-way",
      make: broken(
        migrated.links,
        `CREATE INDEX ix_users_username_lower ON users (lower(username));
         CREATE INDEX ix_users_last_seen_at ON users (last_seen_at);
         CREATE INDEX ix_calls_status_created_at ON calls (status, created_at DESC);
         CREATE INDEX ix_calls_open ON calls (started_at) WHERE ended_at IS NULL;
         CREATE INDEX ix_friend_links_friend_id ON friend_links (friend_id)`,
      ),
      verdict: "partial",
      stamp: [LINKS],
      candidates: [],
      verdicts: { [LINKS]: "applied", [INDEXES]: "partial" },
      drift: [
        missing("index public.call_stats.ix_call_stats_collected_at"),
        missing("index public.participants.ix_participants_call_id_joined_at"),
      ],
      ...asked,
    },
  ];
}
