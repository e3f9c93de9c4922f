/** Rows for scenarios: what must survive a repair. */

/** Fits the schema after the first revision. */
export const FIRST_ROWS: readonly string[] = [
  `INSERT INTO users (username, email, password_hash, display_name)
   SELECT 'user' || n, 'user' || n || '@example.org', md5(n::text), 'User ' || n
   FROM generate_series(1, 40) AS n`,
  `INSERT INTO calls (room_code, host_id, status)
   SELECT 'room-' || u.id, u.id, 'ended' FROM users AS u WHERE u.id % 2 = 0`,
  `INSERT INTO participants (call_id, user_id, role)
   SELECT c.id, c.host_id, 'host' FROM calls AS c`,
];
