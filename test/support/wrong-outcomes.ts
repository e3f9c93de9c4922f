/**
 * What really comes of each wrong answer that is tried: the error, what the database is then, and the
 * rows that are lost. To be read beside the coach's sentences, which have to agree with it.
 */

type Outcomes = Readonly<Record<string, string>>;

/** Whoever takes a filled database for an empty one. */
const AS_IF_EMPTY: Outcomes = {
  "empty.empty": 'DuplicateTable relation "users" already exists -> unstamped',
  "empty.stamp_only": 'DuplicateTable relation "users" already exists -> unstamped',
};

const AS_IF_EMPTY_BY_PATH: Outcomes = {
  ...AS_IF_EMPTY,
  "path.fresh": 'DuplicateTable relation "users" already exists -> unstamped',
};

const STAMPED_OVER_NOTHING: Outcomes = {
  "empty.filled": 'UndefinedTable relation "calls" does not exist -> empty_stamped',
  "path.adopt": 'UndefinedTable relation "calls" does not exist -> empty_stamped',
};

export const OUTCOMES: Readonly<Record<string, Outcomes>> = {
  "wrong-stamp-empty": {
    ...STAMPED_OVER_NOTHING,
    "command.stamp": "-> empty_stamped",
    "path.upgrade": "sqlalchemy.exc.NoSuchTableError: users -> empty_stamped",
  },
  "wrong-stamp-populated": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> stamp_ahead",
    "path.upgrade": 'UndefinedTable relation "call_stats" does not exist -> stamp_ahead',
    "path.reset": "-> healthy, lost: public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  healthy: {
    ...AS_IF_EMPTY,
    "command.stamp": "-> healthy",
  },
  "head-on-empty": {
    ...STAMPED_OVER_NOTHING,
    "command.stamp": "-> empty_stamped",
    "path.upgrade": "-> empty_stamped",
  },
  "no-version-table": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> stamp_ahead",
    "path.upgrade": 'DuplicateTable relation "users" already exists -> unstamped',
    "path.reset":
      "-> healthy, lost: public.calls 20>0 public.friend_links 10>0 public.participants 20>0 public.users 40>0",
  },
  "create-all": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> stamp_ahead",
    "path.upgrade": 'DuplicateTable relation "friend_links" already exists -> stamp_behind',
    "path.reset":
      "-> healthy, lost: public.calls 20>0 public.friend_links 10>0 public.participants 20>0 public.users 40>0",
  },
  "unknown-stamp": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.current":
      "FAILED: Can't locate revision identified by '7f3e21ab90cd' -> unknown_stamp",
    "command.stamp": "FAILED: Can't locate revision identified by '7f3e21ab90cd' -> unknown_stamp",
    "path.upgrade": "FAILED: Can't locate revision identified by '7f3e21ab90cd' -> unknown_stamp",
    "path.reset": "-> healthy, lost: public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "overlapping-stamps": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.current": "-> overlapping",
    "command.stamp": "-> stamp_ahead",
    "path.upgrade":
      "FAILED: Requested revision fb958ba03c93 overlaps with other requested revisions 9044ba1e3377 -> overlapping",
    "path.reset":
      "-> healthy, lost: public.call_stats 20>0 public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "leftover-type": {
    ...STAMPED_OVER_NOTHING,
    "command.stamp": "-> empty_stamped",
    "path.upgrade": 'DuplicateObject type "call_status" already exists -> empty',
  },
  "two-replicas": {
    ...AS_IF_EMPTY,
    "command.stamp": "-> healthy",
  },
  "missing-revision": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> hole",
    "path.upgrade": "-> hole",
    "path.adopt": 'DuplicateTable relation "friend_links" already exists -> hole',
    "path.reset":
      "-> healthy, lost: public.call_stats 20>0 public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "lost-script": {
    "cause.data": "KeyError: 'e5f6a7b8c9d0' (env.py, line 75) -> cannot be told",
    "cause.elsewhere": "KeyError: 'e5f6a7b8c9d0' (env.py, line 75) -> cannot be told",
    "cause.way": "-> cannot be told",
  },
  "raw-password": {
    "cause.data": "OperationalError unknown host 4pm@127.0.0.1 -> cannot be told",
    "cause.scripts": "-> cannot be told",
    "cause.elsewhere": "OperationalError unknown host 4pm@127.0.0.1 -> cannot be told",
  },
  "held-lock": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> stamp_ahead",
    "path.reset": "ERROR:  canceling statement due to lock timeout -> pending",
  },
  "orphaned-upgrade": {
    "command.stamp": "LockNotAvailable canceling statement due to lock timeout -> pending",
    "empty.empty": "LockNotAvailable canceling statement due to lock timeout -> pending",
    "empty.stamp_only": "LockNotAvailable canceling statement due to lock timeout -> pending",
    "path.fresh": "LockNotAvailable canceling statement due to lock timeout -> pending",
    "path.reset": "ERROR:  canceling statement due to lock timeout -> pending",
  },
  "wrong-owner": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> stamp_ahead",
    "path.reset": "ERROR:  must be owner of table call_stats -> pending",
  },
  "two-heads": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> ambiguous",
    "path.reset": "-> healthy, lost: public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "short-version-column": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp":
      "StringDataRightTruncation value too long for type character varying(10) -> unstamped",
    "path.upgrade": 'DuplicateTable relation "users" already exists -> unstamped',
    "path.reset":
      "-> healthy, lost: public.call_stats 20>0 public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "silent-rollback": {
    "command.stamp": "-> pending",
    "empty.empty": "-> pending",
    "empty.stamp_only": "-> pending",
    "path.fresh": "-> pending",
    "path.reset": "-> empty, lost: public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "wrong-database": {
    "cause.data": "-> pending",
    "cause.scripts": "-> pending",
    "cause.way": "-> pending",
  },
  "two-version-tables": {
    "command.stamp": "-> several_version_tables",
    "empty.empty": 'DuplicateTable relation "users" already exists -> several_version_tables',
    "empty.stamp_only": 'DuplicateTable relation "users" already exists -> several_version_tables',
    "path.upgrade": "-> several_version_tables",
    "path.fresh": 'DuplicateTable relation "users" already exists -> several_version_tables',
    "path.reset":
      "-> empty_stamped, lost: public.calls 20>0 public.friend_links 20>0 public.participants 20>0 public.users 40>0",
  },
  "half-run-revision": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> drift",
    "path.upgrade": 'DuplicateTable relation "ix_calls_created_at" already exists -> partial',
    "path.adopt": 'DuplicateTable relation "ix_calls_created_at" already exists -> partial',
    "path.reset": "-> healthy, lost: public.calls 20>0 public.participants 20>0 public.users 41>0",
  },
  "changed-by-hand": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> drift",
    "path.upgrade": "-> drift",
    "path.adopt": 'DuplicateTable relation "call_stats" already exists -> partial',
    "path.reset": "-> healthy, lost: public.calls 20>0 public.participants 20>0 public.users 40>0",
  },
  "data-twice": {
    ...AS_IF_EMPTY_BY_PATH,
    "command.stamp": "-> healthy",
    "path.upgrade": 'DuplicateTable relation "users" already exists -> unstamped',
    "path.reset":
      "-> healthy, lost: public.call_stats 20>0 public.calls 20>0 public.friend_links 20>0 public.participants 20>0 public.users 40>0",
  },
};
