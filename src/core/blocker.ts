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

/** As the details of a problem tell it. */
export function blockerDetails({
  pid,
  seconds,
  ...told
}: Blocker): Readonly<Record<string, string>> {
  return { ...told, pid: String(pid), seconds: seconds === null ? "" : String(seconds) };
}

/** @param details that {@link blockerDetails} wrote; what is left out there is not known */
export function blockerIn(details: Readonly<Record<string, string>>): Blocker {
  const { started = "", role = "", application = "", state = "", query = "" } = details;
  const seconds = details["seconds"] ? Number(details["seconds"]) : null;
  return { pid: Number(details["pid"]), started, role, application, state, query, seconds };
}
