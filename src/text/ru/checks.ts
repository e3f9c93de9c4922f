import { placeName } from "../../core/url-hosts.ts";
import type { Reachability } from "../../io/ports/troubleshooting.ts";
import type { UrlSource } from "../../io/ports/url-source.ts";
import type { Check, CheckName } from "../../session/stages/stages.ts";
import { counted, REVISIONS } from "./numbers.ts";

type Details = Check["details"];

const sources: Record<string, (d: Details) => string> = {
  option: () => "--url в командной строке",
  environment: (d) =>
    d["overrides"]
      ? `DATABASE_URL в окружении; в ${d["overrides"]} другое значение, оно не учитывается`
      : "DATABASE_URL в окружении",
  compose: (d) => `служба ${d["service"]} из ${d["path"]}`,
  env_file: (d) => `DATABASE_URL в ${d["path"]}`,
  env_py: () => "сам env.py: больше нигде база не названа",
  settings: (d) => `url в ${d["path"]}`,
  config: (d) => `sqlalchemy.url в ${d["path"]}`,
};

const REACHABLE: Record<Reachability, string> = {
  open: "порт открыт",
  refused: "порт никто не слушает; запустите PostgreSQL",
  timeout: "нет ответа; проверьте сеть и межсетевой экран",
  unknown_host: "эта машина не знает такого имени хоста",
};

/** When restamp was killed, or the machine went down; or its terminal was lost, and it goes on. */
const lastSession = (d: Details) => {
  if (d["state"] === "at_work") {
    const now = d["step"] ? `, идёт ${d["step"]}` : "";
    return `Сеанс ${d["id"]} сейчас работает, выполнено шагов: ${d["done"]} из ${d["steps"]}${now}. Дождитесь его конца: другое исправление рядом с ним не начнётся.`;
  }
  if (d["state"] === "left_running") {
    return `Сеанс ${d["id"]} прерван, выполнено шагов: ${d["done"]} из ${d["steps"]}, но в этой базе ещё идёт миграция, вероятно, начатая им${d["step"] ? ` (${d["step"]})` : ""}. Дождитесь её конца: ничто другое рядом с ней не начнётся.`;
  }
  const where = d["step"] ? ` на шаге ${d["step"]}` : "";
  return `Сеанс ${d["id"]} прерван${where}, выполнено шагов: ${d["done"]} из ${d["steps"]}. Можно продолжать: restamp читает то, что есть сейчас, и строит план отсюда. Отменить тот сеанс: restamp undo ${d["id"]}`;
};

const standby =
  "этот сервер — реплика (standby): её можно диагностировать, но не менять; для исправления укажите в URL базы основной сервер";

export const checks = {
  names: {
    project: "Проект",
    url: "URL базы",
    server: "Сервер",
    rights: "Права",
    alembic: "Alembic",
    same_database: "Та же база",
    last_session: "Прошлый сеанс",
  } satisfies Record<CheckName, string>,
  found: {
    project: (d) =>
      `${d["config"]}\n${counted(Number(d["revisions"]), REVISIONS)} в ${d["versions"]}, head ${d["heads"]}`,
    url: (d) => sources[d["from"] ?? ""]?.(d) ?? "",
    server: (d) =>
      `PostgreSQL ${d["version"]} на ${placeName(d["host"] ?? "", d["port"] ?? "")}\nбаза ${d["database"]}, роль ${d["role"]}`,
    rights: (d) => `роль ${d["role"]} может создавать таблицы`,
    alembic: (d) => `${d["version"]}, вызывается так: ${d["command"]}`,
    same_database: (_d) => "alembic видит метку, которую restamp поставил только в этой базе",
    last_session: (d) => lastSession(d),
  } satisfies Record<CheckName, (d: Details) => string>,
  warned: {
    rights: (d: Details) =>
      d["standby"]
        ? standby
        : `роль ${d["role"]} НЕ может создавать таблицы; владелец базы может выполнить:\nGRANT CREATE, USAGE ON SCHEMA public TO "${d["role"]}";`,
    same_database: (d: Details) =>
      d["seen"]
        ? `alembic подключается к ${d["seen"]}: порт и имя базы те же. Убедитесь, что это один и тот же сервер.`
        : "alembic не сообщил, к какой базе подключается. Убедитесь, что именно к этой.",
    url: (d: Details) => sources[d["from"] ?? ""]?.(d) ?? "",
  } satisfies Partial<Record<CheckName, (d: Details) => string>>,
  troubleshooting: {
    title: "Проверено за вас, в порядке письменной инструкции:",
    url: (source: UrlSource | null) => {
      if (!source) return "1. DATABASE_URL: найти или прочитать не удалось.";
      const path = "path" in source ? source.path : "";
      const service = "service" in source ? source.service : "";
      const details = { from: source.from, path, service, overrides: "" };
      return `1. DATABASE_URL: есть, ${sources[source.from]?.(details) ?? ""}.`;
    },
    reach: (host: string, port: number, reachability: Reachability) =>
      `2. PostgreSQL на ${placeName(host, port)}: ${REACHABLE[reachability]}.`,
    reachUnknown: "2. PostgreSQL: не проверялся, потому что нет URL.",
    reachByCommand: "2. PostgreSQL: туда ведёт только команда; чем она кончилась, сказано выше.",
    noCompose: "3. Логи backend: рядом с проектом нет файла compose.",
    compose: (command: string) => `3. Логи backend, ${command}:`,
    rights: "4. Право создавать таблицы: проверится, как только ответит сервер.",
    busy: "Проверка возможных причин …",
    retry: "Исправьте это в другом окне и нажмите r: restamp проверит снова.",
  },
};
