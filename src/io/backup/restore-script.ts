/** The script of pg_restore, as a part of a transaction that is not its own. */
import { Transform } from "node:stream";

/** Before it stand settings only; after the COMMIT at its end, comments and a command of psql's. */
const MOST = 4096;

const COMMIT = Buffer.from("\nCOMMIT;\n");

const SEARCH_PATH = Buffer.from("SELECT pg_catalog.set_config('search_path'");

/** PostgreSQL 17 has it, and servers before know nothing of it. */
const TIMEOUT = Buffer.from("\nSET transaction_timeout = 0;\n");
const TIMEOUT_IF_KNOWN = Buffer.from(`
SELECT pg_catalog.set_config('transaction_timeout', '0', false)
  WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL;
`);

/**
 * Makes a server of any version read it, and keeps back its end: pg_restore --single-transaction
 * writes one COMMIT. Without that option it puts large objects into transactions of their own, and
 * the end of the first would be the end of ours.
 * @returns gives an error where the script ends otherwise
 */
export function asPart(): Transform {
  // What was read and is not yet passed on: its start, until that is known, and always its end.
  let kept: Buffer = Buffer.alloc(0);
  let isBegun = false;
  const begin = () => {
    if (!isBegun) kept = forAnyServer(kept);
    isBegun = true;
  };
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      kept = Buffer.concat([kept, chunk]);
      if (kept.length > MOST) begin();
      const passed = kept.subarray(0, Math.max(0, kept.length - MOST));
      kept = kept.subarray(passed.length);
      done(null, passed);
    },
    flush: (done) => {
      begin();
      const at = kept.lastIndexOf(COMMIT);
      if (at < 0) return done(new Error("The script of pg_restore does not end with a COMMIT."));
      done(null, Buffer.concat([kept.subarray(0, at + 1), kept.subarray(at + COMMIT.length)]));
    },
  });
}

/** @param start of the script, with all that stands before the first object */
function forAnyServer(start: Buffer): Buffer {
  const at = start.indexOf(TIMEOUT);
  if (at < 0 || at > start.indexOf(SEARCH_PATH)) return start;
  return Buffer.concat([
    start.subarray(0, at),
    TIMEOUT_IF_KNOWN,
    start.subarray(at + TIMEOUT.length),
  ]);
}
