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

/** Чем кончился вопрос к самому env.py. */
function askedEnvPy({ asked, line, seconds }: Parameters<Write>[0]): string {
  switch (asked) {
    case "impossible":
      return "спросить сам env.py не удалось: не найден Python, в котором работает alembic.";
    case "failed":
      return `сам env.py остановился, не дойдя до подключения: ${line}`;
    case "slow":
      return `сам env.py за ${seconds} секунд так и не дошёл до подключения.`;
    default:
      return "сам env.py не назвал базы PostgreSQL.";
  }
}

export const url = {
  url_missing: (d) => ({
    what: "Переменная DATABASE_URL не задана.",
    why: `Её нет ни в окружении, ни в ${d["looked"]}, в ${d["config"]} нет sqlalchemy.url, и ${askedEnvPy(d)}`,
    next:
      d["asked"] === "failed"
        ? "Запустите alembic current вручную, чтобы увидеть весь вывод, и исправьте; или передайте --url."
        : "Впишите её в .env, задайте через export или передайте --url.",
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
  targets_file: (d) => targetsFile(d),
} satisfies Record<string, Write>;

/** What is wrong with the file of --targets. Nothing of a line is shown: it may hold a password. */
const targetsFile: Write = ({ path, fault = "", line, first, name, reason }) => {
  switch (fault) {
    case "unreadable":
      return {
        what: `Файл ${path} не удаётся прочитать.`,
        why: `Ответ системы: ${reason}.`,
        next: "Проверьте путь, указанный в --targets.",
      };
    case "no_target":
      return {
        what: `В файле ${path} нет ни одной базы.`,
        why: "Все его строки пустые или закомментированы.",
        next: "Запишите по одному URL в строке, просто URL или ИМЯ = URL.",
      };
    case "twice":
      return {
        what: `В строках ${first} и ${line} файла ${path} одна и та же база.`,
        why: "С каждой базой restamp работает один раз.",
        next: "Уберите одну из этих строк.",
      };
    case "same_name":
      return {
        what: `У строк ${first} и ${line} файла ${path} одно имя: ${name}.`,
        why: "В отчёте базы различаются по именам.",
        next: "Дайте им разные имена: ИМЯ = URL.",
      };
    default: {
      const [why, next] = URL_FAULTS[fault] ?? ["Его не удаётся разобрать.", ""];
      return { what: `URL базы в строке ${line} файла ${path} неверен.`, why, next };
    }
  }
};
