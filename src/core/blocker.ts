/** A session that holds what another one waits for, as far as the role may see it. */
export interface Blocker {
  /** 0 for a prepared transaction, which has no session any more. */
  readonly pid: number;
  /** Tells it from a later session of the same number; empty where it is hidden. */
  readonly started: string;
  readonly role: string;
  readonly application: string;
  /** As pg_stat_activity has it, such as "idle in transaction"; empty where it is hidden. */
  readonly state: string;
  /** How long its transaction has been open, in seconds; null where that is hidden. */
  readonly seconds: number | null;
  /** The beginning of its last statement; empty where it is hidden. */
  readonly query: string;
}
