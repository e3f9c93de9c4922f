/** What the server refuses, or why it is not reached. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { isSocket, server, type Write } from "../../problem-writing.ts";

export const connection = {
  server_refused: (d) => (isSocket(d) ? refusedSocket(d) : refusedPort(d)),
  server_not_ready: (d) => ({
    what: `PostgreSQL на ${server(d)} работает, но пока никого не пускает.`,
    why: `Он запускается, восстанавливается или останавливается. Ответ сервера: ${d["message"]}${others(d)}`,
    next: "Подождите немного и повторите. Если ничего не меняется, причина будет в логе самого сервера.",
  }),
  too_many_connections: (d) => ({
    what: `На ${server(d)} не осталось свободных соединений для роли ${d["role"]}.`,
    why: `Открыто столько, сколько разрешено серверу, базе или роли. Ответ сервера: ${d["message"]}${others(d)}`,
    next: "Закройте ненужные сеансы (список в pg_stat_activity) и повторите. По одному соединению нужно restamp и alembic.",
  }),
  server_unreachable: (d) => ({
    what: `${server(d)} не отвечает.`,
    why: d["seconds"]
      ? `Соединение он принял, а потом ${d["seconds"]} с молчал.`
      : `Время на подключение истекло: обычно виноват межсетевой экран или неверный адрес.${others(d)}`,
    next: d["seconds"]
      ? "Проверьте, не остановлен ли и не перегружен ли сервер и не рвёт ли кто-то соединения по дороге. Затем повторите."
      : "Проверьте адрес, сеть и межсетевой экран.",
  }),
  host_unknown: (d) => ({
    what: `Имя хоста ${d["host"]} здесь неизвестно.`,
    why: `Имена вроде «db» или «postgres» известны только внутри своей сети docker.${others(d)}`,
    next: "Если это служба из compose-файла, добавьте --compose. Иначе укажите имя, известное этой машине, подключитесь через --via или запустите restamp там, где имя известно.",
  }),
  password_wrong: (d) => ({
    what: `Сервер не принимает пароль роли ${d["role"]}.`,
    why: `Сам сервер ${server(d)} работает и отвечает.`,
    next: "Проверьте пользователя и пароль в URL базы. В нём пишите @ как %40, : как %3A, / как %2F, % как %25.",
  }),
  password_missing: (d) => ({
    what: `Сервер требует пароль для роли ${d["role"]}, а его нет.`,
    why: "Пароля нет ни в URL базы, ни в PGPASSWORD, ни в ~/.pgpass.",
    next: "Добавьте его в URL базы или в ~/.pgpass.",
  }),
  login_refused: (d) => ({
    what: `Сервер не пускает роль ${d["role"]}.`,
    why: `Ответ сервера: ${d["message"]}`,
    next: "Проверьте, что роль существует и что pg_hba.conf пускает её с этой машины: возможно, только по TLS (sslmode) или с сертификатом клиента (sslcert и sslkey).",
  }),
  database_missing: (d) => ({
    what: `Базы ${d["database"]} на ${server(d)} нет.`,
    why: `Ответ сервера: ${d["message"]}`,
    next: "Проверьте конец URL базы; список баз покажет psql -l.",
  }),
  server_not_wanted: (d) => ({
    what: `${server(d)}: это не тот сервер, который нужен.`,
    why: `В target_session_attrs указано ${d["wanted"]}, а это ${d["found"] === "standby" ? "реплика (standby)" : "основной сервер (primary)"}.${others(d)}`,
    next: "Укажите в URL базы нужный сервер. Если нужен именно этот, измените target_session_attrs там же или PGTARGETSESSIONATTRS.",
  }),
  session_attrs: (d) => ({
    what: "Непонятно, какой сервер нужен.",
    why: `В target_session_attrs стоит ${d["asked"]}, такого PostgreSQL не знает.`,
    next: `Укажите одно из этих значений: ${d["known"]}.`,
  }),
  service_missing: (d) => ({
    what: `Служба соединений ${d["service"]} не найдена.`,
    why: `${d["absent"] ? `В PGSERVICEFILE указан ${d["absent"]}, а такого файла нет. ` : ""}Её искали здесь: ${d["looked"]}.`,
    next: "Проверьте имя в service=… или PGSERVICE либо укажите файл в PGSERVICEFILE.",
  }),
  connection_lost: (d) => ({
    what: `Соединение с ${server(d)} оборвалось.`,
    why: `Его закрыл сервер или сеть: ${d["message"]}${others(d)}`,
    next: "Проверьте, что сервер работает, и повторите: restamp прочитает состояние заново.",
  }),
  pooler: (d) => ({
    what: `${server(d)} — пулер соединений, а не сам сервер.`,
    why: "После каждой транзакции он отдаёт сеанс кому-то другому, поэтому не сработают ни блокировка, из-за которой исправление идёт только одно, ни таймаут блокировки.",
    next: "Укажите сам сервер через --url: PgBouncer обычно слушает порт 6432, а сервер 5432. restamp diagnose работает через большинство пулеров.",
  }),
  permission_denied: (d) => ({
    what: `Роли ${d["role"]} это не разрешено.`,
    why: `Ответ сервера: ${d["message"]}`,
    next: "Используйте роль, которой принадлежат таблицы, или запросите это право.",
  }),
  version_table_unreadable: (d) => ({
    what: `Штамп не прочитать: нет права читать ${d["table"]}.`,
    why: "Без таблицы версий restamp не знает, что база говорит о себе.",
    next: `Пусть владелец таблицы выполнит: GRANT SELECT ON ${d["table"]} TO "${d["role"]}";`,
  }),
  server_read_only: (d) => ({
    what: `${server(d)}: записать ничего нельзя.`,
    ...(d["reason"] === "standby" ? standby : readOnlyByDefault),
  }),
  cannot_create_tables: (d) => ({
    what: `Роль ${d["role"]} не может создавать таблицы.`,
    why: "Начиная с PostgreSQL 15 в схеме public создавать таблицы может только владелец базы.",
    next: `Пусть владелец выполнит: GRANT CREATE, USAGE ON SCHEMA public TO "${d["role"]}";`,
  }),
  not_owner: (d) => ({
    what: `Роль ${d["role"]} не владеет ${d["tables"]}.`,
    why: "Изменить или удалить таблицу может только её владелец или член роли-владельца.",
    next: `Запустите restamp от имени владельца, или пусть суперпользователь выполнит: GRANT "${d["owner"]}" TO "${d["role"]}";`,
  }),
  server_error: (d) => ({
    what: "Сервер сообщил об ошибке.",
    why: `${d["message"]}${d["sqlstate"] ? ` (SQLSTATE ${d["sqlstate"]})` : ""}`,
    next: "От неудавшейся команды ничего не осталось. Устраните причину и повторите.",
  }),
  lock_timeout: (d) => ({
    what: "Блокировку не удалось получить вовремя.",
    why: d["pid"]
      ? `Таблицу ${d["relation"]} ${d["waits"] ? "ждёт" : "держит"} ${holder(d)}${d["waits"] ? ", и все, кто пришёл позже, ждут за ним" : ""}.`
      : "С теми же таблицами работает другой сеанс.",
    next: d["pid"]
      ? "Дождитесь, пока этот сеанс закончит, и повторите."
      : "Найдите его в pg_stat_activity, дождитесь, пока он закончит, и повторите. С --lock-timeout можно ждать дольше.",
  }),
} satisfies Record<string, Write>;

const refusedPort: Write = (d) => ({
  what: `На ${server(d)} никто не отвечает.`,
  why: `Хост доступен, но PostgreSQL не принимает соединений на этом порту.${others(d)}`,
  next: "Запустите PostgreSQL или исправьте хост и порт в URL базы. За docker compose порт должен быть опубликован.",
});

/** By what the system says of the socket. */
const standby = {
  why: "Это реплика (standby): она только повторяет то, что происходит на основном сервере.",
  next: "Укажите в URL базы основной сервер; среди нескольких хостов его найдёт target_session_attrs=primary. diagnose работает и здесь.",
};

const readOnlyByDefault = {
  why: "Для этой роли, базы или всего сервера включён default_transaction_read_only; некоторые провайдеры включают его, когда кончается место на диске.",
  next: "Выясните, кто и зачем его включил: SELECT * FROM pg_db_role_setting или консоль провайдера. Затем верните как было.",
};

const refusedSocket: Write = (d) => (d["sqlstate"] === "EACCES" ? closedSocket(d) : quietSocket(d));

const closedSocket: Write = (d) => ({
  what: `Этому пользователю нельзя открыть сокет ${server(d)}.`,
  why: `Не пускают права самого сокета (unix_socket_permissions, unix_socket_group) или его папки.${others(d)}`,
  next: "Запустите restamp от пользователя, которому это можно, или укажите хост, который слушает TCP, например localhost.",
});

const quietSocket: Write = (d) => ({
  what:
    d["sqlstate"] === "ENOENT"
      ? `Сокета ${server(d)} нет.`
      : `За сокетом ${server(d)} никто не отвечает.`,
  why: `PostgreSQL там не запущен либо держит сокет в другой папке (unix_socket_directories) или под другим портом.${others(d)}`,
  next: "Запустите PostgreSQL или исправьте папку и порт в URL базы. Если сервер слушает только TCP, укажите имя хоста, например localhost.",
});

/** Hosts of the same URL that were of no use either. */
function others(d: ProblemDetails): string {
  return d["others"] ? ` С другими хостами из URL тоже не вышло: ${d["others"]}.` : "";
}

/** Who keeps restamp from a table, as far as the role may see it. */
function holder(d: ProblemDetails): string {
  const known = [d["application"], d["state"], d["seconds"] ? `уже ${d["seconds"]} с` : ""];
  const said = known.filter(Boolean).join(", ");
  return `сеанс с pid ${d["pid"]}${said ? ` (${said})` : ""}`;
}
