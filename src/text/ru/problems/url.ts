/** What is wrong with DATABASE_URL. */
import type { Write } from "../../problem-writing.ts";

const URL_FAULTS: Record<string, readonly [why: string, next: string]> = {
  empty: ["Он пуст.", "Запишите его так: postgresql://user:password@host:5432/database."],
  not_a_url: [
    "Он не похож на URL.",
    "Запишите его так: postgresql://user:password@host:5432/database.",
  ],
  not_postgresql: [
    "В нём указана не PostgreSQL, а другая СУБД.",
    "Укажите базу PostgreSQL: URL должен начинаться с postgresql://.",
  ],
  raw_at_sign: [
    "В нём больше одного @, поэтому пользователя, пароль и хост не различить.",
    "В пароле пишите @ как %40, : как %3A, / как %2F, % как %25 и # как %23.",
  ],
  bad_port: [
    "Порт в нём не число от 1 до 65535.",
    "Проверьте то, что стоит после последнего двоеточия. В пароле пишите : как %3A, / как %2F и @ как %40.",
  ],
  no_database: [
    "В нём не указано имя базы.",
    "Допишите имя базы в конец: postgresql://user:password@host:5432/database.",
  ],
  placeholder: [
    "Это всё ещё пример, который записывает `alembic init`.",
    "Задайте DATABASE_URL или впишите настоящий URL в alembic.ini.",
  ],
};

export const url = {
  url_missing: (d) => ({
    what: "Переменная DATABASE_URL не задана.",
    why: `Её нет ни в окружении, ни в ${d["looked"]}, а в ${d["config"]} нет sqlalchemy.url.`,
    next: "Впишите её в .env, задайте через export или передайте --url.",
  }),
  url_malformed: (d) => {
    const [why, next] = URL_FAULTS[d["fault"] ?? ""] ?? ["Его не удаётся разобрать.", ""];
    return { what: `URL базы неверен (источник: ${d["path"]}).`, why, next };
  },
  env_file_missing: (d) => ({
    what: `Файла ${d["path"]} нет.`,
    why: "Он указан в --env-file.",
    next: "Проверьте путь.",
  }),
} satisfies Record<string, Write>;
