/** What the server refuses, or why it is not reached. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { isSocket, server, type Write } from "../../problem-writing.ts";

export const connection = {
  server_refused: (d) => (isSocket(d) ? refusedSocket(d) : refusedPort(d)),
  server_not_ready: (d) => ({
    what: `PostgreSQL at ${server(d)} runs, but lets nobody in for now.`,
    why: `It is starting, recovering or shutting down. It says: ${d["message"]}${others(d)}`,
    next: "Wait a little and try again. If it stays like that, the server's own log says why.",
  }),
  too_many_connections: (d) => ({
    what: `PostgreSQL at ${server(d)} has no connection left for role ${d["role"]}.`,
    why: `As many are open as the server, the database or the role may have. It says: ${d["message"]}${others(d)}`,
    next: "Close sessions that nobody needs (pg_stat_activity lists them), then try again. restamp and alembic need one each.",
  }),
  server_unreachable: (d) => ({
    what: `${server(d)} does not answer.`,
    why: d["seconds"]
      ? `It took the connection, and then said nothing for ${d["seconds"]} s.`
      : `The connection attempt ran out of time, which is usually a firewall or a wrong address.${others(d)}`,
    next: d["seconds"]
      ? "See whether the server is stopped or overloaded, and whether something on the way drops connections. Then try again."
      : "Check the address, the network and the firewall.",
  }),
  host_unknown: (d) => ({
    what: `The host name ${d["host"]} is not known here.`,
    why: `A name such as "db" or "postgres" is only known inside its docker network.${others(d)}`,
    next: "For a service of a compose file add --compose. Else use a name that this machine knows, go through --via, or run restamp where the name is known.",
  }),
  password_wrong: (d) => ({
    what: `The server refuses the password of role ${d["role"]}.`,
    why: `${server(d)} is up and answers.`,
    next: "Check user and password in the database URL. In it write @ as %40, : as %3A, / as %2F, % as %25.",
  }),
  password_missing: (d) => ({
    what: `The server wants a password for role ${d["role"]}, and there is none.`,
    why: "The database URL has none, and there is none in PGPASSWORD or ~/.pgpass.",
    next: "Add it to the database URL or to ~/.pgpass.",
  }),
  login_refused: (d) => ({
    what: `The server does not let role ${d["role"]} in.`,
    why: `It says: ${d["message"]}`,
    next: "Check that the role exists, and that pg_hba.conf admits it from this machine: only with TLS perhaps (sslmode), or with a client certificate (sslcert with sslkey).",
  }),
  database_missing: (d) => ({
    what: `There is no database called ${d["database"]} on ${server(d)}.`,
    why: `It says: ${d["message"]}`,
    next: "Check the end of the database URL; list the databases with psql -l.",
  }),
  server_not_wanted: (d) => ({
    what: `${server(d)} is not the kind of server that was asked for.`,
    why: `target_session_attrs asks for ${d["wanted"]}, and this is a ${d["found"]}.${others(d)}`,
    next: "Name the server that is meant in the database URL. If this one is, change target_session_attrs there or PGTARGETSESSIONATTRS.",
  }),
  session_attrs: (d) => ({
    what: "It is not clear which kind of server is meant.",
    why: `target_session_attrs is ${d["asked"]}, which PostgreSQL does not know.`,
    next: `Use one of these: ${d["known"]}.`,
  }),
  service_missing: (d) => ({
    what: `The connection service ${d["service"]} is not known.`,
    why: `${d["absent"] ? `PGSERVICEFILE names ${d["absent"]}, and there is no such file. ` : ""}It was looked for in ${d["looked"]}.`,
    next: "Check its name in service=… or PGSERVICE, or name the file with PGSERVICEFILE.",
  }),
  connection_lost: (d) => ({
    what: `The connection to ${server(d)} broke.`,
    why: `The server or the network ended it: ${d["message"]}${others(d)}`,
    next: "Check that the server is up, then try again: restamp reads the state anew.",
  }),
  pooler: (d) => ({
    what: `${server(d)} is a connection pooler, not the server itself.`,
    why: "It hands a session on to somebody else after each transaction, so neither the lock that lets one repair run at a time nor the lock timeout would hold.",
    next: "Name the server itself with --url; PgBouncer usually listens on 6432, and the server on 5432. restamp diagnose works through most poolers.",
  }),
  permission_denied: (d) => ({
    what: `Role ${d["role"]} may not do this.`,
    why: `The server says: ${d["message"]}`,
    next: "Use the role that owns the tables, or ask for the privilege.",
  }),
  version_table_unreadable: (d) => ({
    what: `The stamp cannot be read: no right to read ${d["table"]}.`,
    why: "Without the version table restamp cannot tell what the database says it is.",
    next: `Let its owner run: GRANT SELECT ON ${d["table"]} TO "${d["role"]}";`,
  }),
  server_read_only: (d) => ({
    what: `Nothing can be written at ${server(d)}.`,
    ...(d["reason"] === "standby" ? standby : readOnlyByDefault),
  }),
  cannot_create_tables: (d) => ({
    what: `Role ${d["role"]} may not create tables.`,
    why: "Since PostgreSQL 15 only the owner of the database may create tables in schema public.",
    next: `Let the owner run: GRANT CREATE, USAGE ON SCHEMA public TO "${d["role"]}";`,
  }),
  not_owner: (d) => ({
    what: `Role ${d["role"]} does not own ${d["tables"]}.`,
    why: "It must be owner of a table, or a member of the role that owns it, to alter or drop it.",
    next: `Run restamp as the owner, or let a superuser run: GRANT "${d["owner"]}" TO "${d["role"]}";`,
  }),
  server_error: (d) => ({
    what: "The server reports an error.",
    why: `${d["message"]}${d["sqlstate"] ? ` (SQLSTATE ${d["sqlstate"]})` : ""}`,
    next: "Nothing of the failed statement was kept. Mend the cause, then try again.",
  }),
  lock_timeout: (d) => ({
    what: "A lock was not given in time.",
    why: d["pid"]
      ? `${holder(d)} ${d["waits"] ? "waits for" : "holds"} the table ${d["relation"]}${d["waits"] ? ", and whoever comes later waits behind it" : ""}.`
      : "Another session is working on the same tables.",
    next: d["pid"]
      ? "Let that session finish, then try again."
      : "Find it in pg_stat_activity and let it finish, then try again. --lock-timeout waits longer.",
  }),
} satisfies Record<string, Write>;

const refusedPort: Write = (d) => ({
  what: `Nothing answers at ${server(d)}.`,
  why: `The host is there, but no PostgreSQL takes connections on that port.${others(d)}`,
  next: "Start PostgreSQL, or correct host and port in the database URL. Behind docker compose the port must be published.",
});

/** By what the system says of the socket. */
const standby = {
  why: "It is a standby: it only repeats what happens on its primary.",
  next: "Name the primary in the database URL; of several hosts target_session_attrs=primary finds it. diagnose works here too.",
};

const readOnlyByDefault = {
  why: "default_transaction_read_only is on for this role or database, or for the whole server; some providers set it when a disk is full.",
  next: "Find out who set it and why: SELECT * FROM pg_db_role_setting, or the provider's console. Then set it back.",
};

const refusedSocket: Write = (d) => (d["sqlstate"] === "EACCES" ? closedSocket(d) : quietSocket(d));

const closedSocket: Write = (d) => ({
  what: `This user may not open the socket ${server(d)}.`,
  why: `Its permissions keep others out (unix_socket_permissions, unix_socket_group), or those of its folder do.${others(d)}`,
  next: "Run restamp as a user who may open it, or name a host that listens on TCP, such as localhost.",
});

const quietSocket: Write = (d) => ({
  what:
    d["sqlstate"] === "ENOENT"
      ? `There is no socket ${server(d)}.`
      : `Nothing answers at the socket ${server(d)}.`,
  why: `PostgreSQL is not running there, or keeps its socket in another folder (unix_socket_directories) or under another port.${others(d)}`,
  next: "Start PostgreSQL, or correct folder and port in the database URL. A server that only listens on TCP has a host's name instead, such as localhost.",
});

/** Hosts of the same URL that were of no use either. */
function others(d: ProblemDetails): string {
  return d["others"] ? ` Other hosts of the URL were tried in vain: ${d["others"]}.` : "";
}

/** Who keeps restamp from a table, as far as the role may see it. */
function holder(d: ProblemDetails): string {
  const known = [d["application"], d["state"], d["seconds"] ? `for ${d["seconds"]} s` : ""];
  const said = known.filter(Boolean).join(", ");
  return `The session with the pid ${d["pid"]}${said ? ` (${said})` : ""}`;
}
