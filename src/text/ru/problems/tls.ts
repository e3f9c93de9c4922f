/** What keeps a connection from being secured. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { server, type Write } from "../../problem-writing.ts";

type Fault = (d: ProblemDetails) => readonly [why: string, next: string];

const untrusted: Fault = () => [
  "Его сертификат подписан центром, который здесь неизвестен.",
  "Положите сертификат этого центра в файл и укажите его в sslrootcert или сохраните как ~/.postgresql/root.crt.",
];

/** By Node's codes (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: (d) => [
    `Его сертификат выдан на другое имя, не на ${d["host"]}. ${d["message"]}`,
    "Назовите сервер так, как в сертификате; адрес можно дать отдельно в hostaddr. С sslmode=verify-ca проверяется центр, но не имя.",
  ],
  CERT_HAS_EXPIRED: () => [
    "Истёк срок сертификата: самого сервера или его центра.",
    "Сертификат нужно обновить; свой PostgreSQL перечитает по SELECT pg_reload_conf(). Проверьте и часы этой машины.",
  ],
  CERT_NOT_YET_VALID: () => [
    "Сертификат ещё не действует: самого сервера или его центра.",
    "Проверьте часы этой машины и той, где сертификат подписан.",
  ],
  CERT_REVOKED: () => [
    "Его сертификат отозван: он в списке, который указан в sslcrl.",
    "Серверу нужен новый сертификат. До тех пор не доверяйте тому, кто там отвечает.",
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

/** The server's own no has no code. */
const refused: Fault = (d) =>
  d["sqlstate"]
    ? [
        `Ошибка согласования TLS: ${d["message"]}`,
        "Проверьте, что адрес ведёт прямо к PostgreSQL и что sslcert и sslkey подходят друг другу.",
      ]
    : [
        "Он не предлагает TLS, а sslmode его требует.",
        "Пусть на сервере включат TLS (ssl = on), или проверьте, что адрес ведёт к нужному серверу.",
      ];

const FILE_FAULTS: Readonly<Record<string, string>> = {
  no_certificate: ", но сертификата в формате PEM в нём нет",
  no_list: ", но списка отозванных сертификатов в формате PEM в нём нет",
};

const ownFiles = "Сертификат клиента и его ключ нужны вместе: укажите их в sslcert и sslkey.";
const lists =
  "Положите туда список отозванных сертификатов: для sslcrl это файл, для sslcrldir папка, где имя списку дала `openssl rehash`.";

const FILE_ADVICE: Readonly<Record<string, string>> = {
  sslrootcert:
    "Положите туда сертификат удостоверяющего центра или укажите его в sslrootcert; sslrootcert=system берёт сертификаты этой машины.",
  sslcert: ownFiles,
  sslkey: ownFiles,
  sslcrl: lists,
  sslcrldir: lists,
};

export const tls = {
  tls_file: (d) => ({
    what: `Файл для защищённого соединения не подходит: ${d["path"]}.`,
    why: `Он указан в ${d["option"]}${FILE_FAULTS[d["reason"] ?? ""] ?? ` (${d["reason"]})`}.`,
    next: FILE_ADVICE[d["option"] ?? ""] ?? "",
  }),
  tls_mode: (d) => ({
    what: "Непонятно, как защищать соединение.",
    why: `В ${d["option"]} стоит ${d["asked"]}, такого PostgreSQL не знает. Если угадывать, пароль может уйти открытым текстом.`,
    next: `Допустимы: ${d["known"]}.`,
  }),
  gss_only: () => ({
    what: "Соединение, которое требуется, restamp установить не может: с шифрованием GSSAPI.",
    why: "gssencmode=require (или PGGSSENCMODE) не допускает другого. restamp и его alembic защищены через TLS.",
    next: "Если сервер принимает и TLS: sslmode=verify-full и gssencmode=prefer.",
  }),
  login_not_wanted: (d) => ({
    what: `${server(d)} ${d["method"] === "none" ? "не требует никакого входа" : `требует входа способом ${d["method"]}`}; пароль не отправлен.`,
    why: `В require_auth (или PGREQUIREAUTH) стоит ${d["asked"]}. Посередине может стоять кто-то чужой, или в pg_hba.conf для этой роли указан другой способ.`,
    next: "Проверьте, что адрес ведёт прямо к серверу, и способ входа в его pg_hba.conf. Если он верен, добавьте его в require_auth.",
  }),
  channel_not_bound: (d) => ({
    what: `${server(d)}: вход не привязан к каналу TLS, пароль не отправлен.`,
    why: "channel_binding=require требует SCRAM-SHA-256-PLUS поверх TLS. Без этого посередине может стоять кто-то чужой, или сервер пускает иначе.",
    next: "Проверьте, что адрес ведёт прямо к серверу, или уберите channel_binding: тогда действует prefer.",
  }),
  tls_failed: (d) => {
    const [why, next] = (FAULTS[d["sqlstate"] ?? ""] ?? refused)(d);
    return { what: `Защищённое соединение с ${server(d)} не установлено.`, why, next };
  },
} satisfies Record<string, Write>;
