/** How a database and its project are broken, for a sandbox: data, whoever made it up. */

/** Another session on the broken database: the application, or an upgrade that somebody has lost. */
export interface HeldSession {
  /** Its application_name. */
  readonly application: string;
  /** What it has run, and holds open. */
  readonly sql: string;
  /** What it is still running; null where it is idle. */
  readonly running: string | null;
}

/** In the order in which all of it happens. */
export interface Breakage {
  /** On the server, before there is a database: roles, other databases. */
  readonly serverSql: string;
  /** Whom the database belongs to, and whatever is made in it; null for the server's own superuser. */
  readonly owner: string | null;
  /** How far the unchanged project is migrated; null where it never was. */
  readonly upgradeTo: string | null;
  readonly sql: string;
  /** Text by path in the project's folder; an empty one takes the file away. */
  readonly files: Readonly<Record<string, string>>;
  /** What was run last with the changed project, each as typed in a shell; it may have failed. */
  readonly alembic: readonly string[];
  readonly session: HeldSession | null;
  /** DATABASE_URL as the environment has it: empty where it has none, null for the plain one. */
  readonly databaseUrl: string | null;
}

/** The parts of the sandbox's own URL: `{password}` and the like may stand in files and URLs. */
export type UrlParts = Readonly<Record<"user" | "password" | "host" | "port" | "database", string>>;

/** @returns the text with each `{user}`, `{password}`, `{host}`, `{port}` and `{database}` filled in */
export function fillIn(text: string, parts: UrlParts): string {
  return text.replace(
    /\{(user|password|host|port|database)\}/g,
    (_, name: string) => parts[name as keyof UrlParts],
  );
}
