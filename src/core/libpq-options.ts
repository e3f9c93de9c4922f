/** What a URL's query says to libpq of the way to a server, and the variables that say the same. */

/**
 * PostgreSQL 18 docs, "Parameter Key Words" and "Environment Variables". An older libpq refuses words
 * that it does not know, and passes over variables that it does not know.
 */
export const LIBPQ_VARIABLES = {
  hostaddr: "PGHOSTADDR",
  sslmode: "PGSSLMODE",
  sslnegotiation: "PGSSLNEGOTIATION",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  sslcertmode: "PGSSLCERTMODE",
  sslcrl: "PGSSLCRL",
  sslcrldir: "PGSSLCRLDIR",
  sslsni: "PGSSLSNI",
  ssl_min_protocol_version: "PGSSLMINPROTOCOLVERSION",
  ssl_max_protocol_version: "PGSSLMAXPROTOCOLVERSION",
  channel_binding: "PGCHANNELBINDING",
  require_auth: "PGREQUIREAUTH",
  requirepeer: "PGREQUIREPEER",
  gssencmode: "PGGSSENCMODE",
  gsslib: "PGGSSLIB",
  krbsrvname: "PGKRBSRVNAME",
  target_session_attrs: "PGTARGETSESSIONATTRS",
  load_balance_hosts: "PGLOADBALANCEHOSTS",
  connect_timeout: "PGCONNECT_TIMEOUT",
} as const;

export type LibpqOption = keyof typeof LIBPQ_VARIABLES;

export const LIBPQ_OPTIONS = Object.keys(LIBPQ_VARIABLES) as readonly LibpqOption[];

type Options = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** @returns what the URL says, or else the environment */
export function libpqOption(
  { options }: { readonly options: Options },
  name: LibpqOption,
  environment: Environment,
): string | undefined {
  return options[name] ?? environment[LIBPQ_VARIABLES[name]];
}

/** @returns the variables that say to a program what the URL's options say */
export function libpqVariables(options: Options): Record<string, string> {
  const said = LIBPQ_OPTIONS.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [[LIBPQ_VARIABLES[name], value] as const];
  });
  return Object.fromEntries(said);
}
