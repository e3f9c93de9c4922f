/** A command that carries a connection from inside the server's container. */

/** The port that the server has there. */
export const SERVER_PORT = 5432;

/**
 * The official images have bash, and neither nc nor socat. Where one side ends the other has to:
 * else a killed restamp leaves its session and its locks behind, and a lost server is never heard of.
 * The guard reads what never comes, until nobody is left who could write it: then the way back has
 * ended. (`wait -n` passes over who has ended before it.)
 *
 * All are waited for at the end, and nobody dies of a broken pipe. PostgreSQL is process 1 there,
 * inherits what its parent has not waited for, and takes a stranger that a signal has ended for one
 * of its own: it ends every session and recovers (PostgreSQL 15, src/backend/postmaster/postmaster.c,
 * CleanupBackend; seen with 15.18).
 */
const SCRIPT = [
  `exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT} || exit;`,
  "trap '' PIPE;",
  "exec 2>/dev/null;",
  "cat <&0 >&3 &",
  "there=$!;",
  "exec 4> >(read; kill $there);",
  "guard=$!;",
  "cat <&3 3>&- &",
  "back=$!;",
  "exec 3>&- 4>&-;",
  "wait $there;",
  "kill $back;",
  "wait $back $guard",
].join(" ");

/** Its stdin and stdout are the connection. */
export const CARRY_INSIDE = ["bash", "-c", SCRIPT] as const;

/** What stands for it in a command of one's own: `kubectl exec -i db-0 -- {}`. */
const PLACE = "{}";

/** @returns the words with that command in its place */
export function withCarryInside(words: readonly string[]): string[] {
  return words.flatMap((word) => (word === PLACE ? CARRY_INSIDE : [word]));
}
