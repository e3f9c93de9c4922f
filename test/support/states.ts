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
import { alembic, freshDatabase, query } from "./database.ts";

const PHOTO = "d1e2f3a4b5c6";
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
  /** Whether the schema is that of a candidate to the last fact; so it is where there is one. */
  readonly exact?: boolean;
  readonly findings?: readonly Readonly<Record<string, unknown>>[];
  /** Tables whose rows the data migrations of the plan move. */
  readonly moves?: readonly string[];
  /** Of several version tables. */
  readonly schemas?: readonly unknown[];
  /** Every difference from the proven or nearest revision. */
  readonly drift?: readonly unknown[];
}

const missing = (object: string) =>
  expect.objectContaining({ object, change: "missing", actual: null });

const UPGRADE = ["upgrade", "verify"];
const ADOPT = ["stamp_proven", ...UPGRADE];
const SAME_SCHEMA = [[INDEXES], [CLEANUP], [HEAD]];

const ONE_WAY = `INSERT INTO friend_links (user_id, friend_id)
  SELECT id, id + 1 FROM users WHERE id < 10`;

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
  /** Stamped over: the revision with the photo was never run, all after it were. */
  const withHole = async () => {
    const database = await migrated.dates();
    await alembic(database, "stamp", PHOTO);
    await alembic(database, "upgrade", "head");
    return database;
  };
  /** The unique index cannot be built, and PostgreSQL leaves what it has. */
  const withInvalidIndex = async () => {
    const database = await migrated.links();
    const create = "CREATE UNIQUE INDEX CONCURRENTLY ix_users_last_seen_at ON users (is_active)";
    await expect(query(database, create)).rejects.toMatchObject({ code: "23505" });
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
      findings: [{ code: "undecided", items: [CLEANUP, HEAD] }],
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
      schemas: [
        { schema: "public", stamp: [FIRST], verdict: "pending", heads: [FIRST] },
        { schema: "tenant", stamp: [WRONG], verdict: "empty_stamped", heads: [] },
      ],
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
      findings: [{ code: "believed", items: [CLEANUP, HEAD] }],
      drift: expect.arrayContaining([
        { object: "table public.call_stats", change: "missing", expected: "table", actual: null },
      ]),
      ...asked,
    },
    {
      name: "a revision that never ran behind others that did",
      make: withHole,
      verdict: "hole",
      stamp: [HEAD],
      candidates: [],
      verdicts: { [WRONG]: "applied", [PHOTO]: "absent", [LINKS]: "applied", [INDEXES]: "applied" },
      findings: [{ code: "believed", items: [CLEANUP, HEAD] }],
      drift: [missing("column public.users.photo_url")],
      path: "replay",
      steps: ["stamp_parent", "run_missing", "stamp_on", "verify"],
    },
    {
      name: "types that dropped tables left behind",
      make: broken(
        migrated.head,
        "DROP TABLE users, calls, participants, call_stats, friend_links CASCADE",
      ),
      verdict: "empty_stamped",
      stamp: [HEAD],
      candidates: [[]],
      exact: false,
      findings: [{ code: "leftover_types", items: ["public.call_status"] }],
      drift: [expect.objectContaining({ object: "enum public.call_status", change: "extra" })],
      path: "fresh",
      steps: ["drop_leftover_types", "clear_stamp", ...UPGRADE],
    },
    {
      name: "a version table whose column is too short",
      make: broken(
        migrated.first,
        "DELETE FROM alembic_version; ALTER TABLE alembic_version ALTER version_num TYPE varchar(8)",
      ),
      verdict: "unstamped",
      stamp: [],
      candidates: [[FIRST]],
      findings: [
        {
          code: "version_num_short",
          items: expect.any(Array),
          table: "public.alembic_version",
          length: 8,
          needed: 12,
        },
      ],
      path: "adopt",
      steps: ["widen_version_num", ...ADOPT],
    },
    {
      name: "friendships of one row, which the last revision would have made two",
      make: broken(migrated.indexes, ONE_WAY),
      verdict: "ambiguous",
      stamp: [WRONG],
      candidates: [[INDEXES], [CLEANUP]],
      verdicts: { [CLEANUP]: "no_trace", [HEAD]: "absent" },
      findings: [{ code: "undecided", items: [CLEANUP] }],
      ...asked,
    },
    {
      name: "a link that the cleanup would have deleted",
      make: broken(
        migrated.indexes,
        `${ONE_WAY}; INSERT INTO friend_links (user_id, friend_id) VALUES (1, 1)`,
      ),
      verdict: "stamp_behind",
      stamp: [WRONG],
      candidates: [[INDEXES]],
      verdicts: { [CLEANUP]: "absent", [HEAD]: "absent" },
      moves: ["friend_links"],
      path: "adopt",
      steps: ADOPT,
    },
    {
      name: "friendships of two rows under a stamp of long ago",
      make: broken(
        migrated.indexes,
        `${ONE_WAY}; INSERT INTO friend_links (user_id, friend_id)
           SELECT friend_id, user_id FROM friend_links`,
      ),
      verdict: "stamp_behind",
      stamp: [WRONG],
      candidates: [[HEAD]],
      verdicts: { [CLEANUP]: "no_trace", [HEAD]: "applied" },
      path: "adopt",
      steps: ["stamp_proven", "verify"],
    },
    {
      name: "an INVALID index, left by CREATE INDEX CONCURRENTLY",
      make: withInvalidIndex,
      verdict: "partial",
      stamp: [LINKS],
      candidates: [],
      verdicts: { [INDEXES]: "partial" },
      findings: [{ code: "invalid_index", items: ["public.users.ix_users_last_seen_at"] }],
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
