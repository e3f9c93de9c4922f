/** What is wrong with the way there: --via and --compose. */
import type { Write } from "../../problem-writing.ts";

export const way = {
  via_failed: (d) => (d["file"] ? unstartable(d) : endedEarly(d)),
  via_banner: (d) => ({
    what: "Команда из --via отвечает не как PostgreSQL.",
    why: `${d["command"]} ${d["line"] ? `начала с этого: ${d["line"]}` : "начала с байтов: это и не текст, и не ответ PostgreSQL."}`,
    next: "В её выводе должен быть только ответ сервера: уберите приветствия и проверьте, что она ведёт к PostgreSQL.",
  }),
  via_silent: (d) => ({
    what: "Команда из --via ничего не пропускает.",
    why: `${d["command"]} работает, но сервер за ней не отвечает.`,
    next: "Проверьте адрес в ней и то, что PostgreSQL там запущен.",
  }),
  compose_missing: (d) => ({
    what: "Рядом с проектом нет compose-файла.",
    why: `Где искали: ${d["looked"]}. Подошёл бы любой из них: ${d["names"]}.`,
    next: "Запустите restamp в папке, где он лежит, или уберите --compose и укажите базу через --url.",
  }),
  docker_missing: (d) => ({
    what: "docker здесь не установлен.",
    why: `С --compose файл ${d["path"]} читает docker compose, а docker в PATH нет.`,
    next: "Запустите restamp там, где есть docker, или уберите --compose и укажите базу через --url.",
  }),
  compose_unreadable: (d) =>
    d["reason"] === "silent"
      ? {
          what: "docker не отвечает.",
          why: `Команда ${d["command"]} не завершилась за 20 секунд. Возможно, DOCKER_HOST или контекст docker ведёт на машину, до которой не добраться.`,
          next: "Запустите её вручную и повторите, когда она ответит; или уберите --compose и укажите базу через --url.",
        }
      : {
          what: `docker compose не может прочитать ${d["path"]}.`,
          why: d["line"] || "Вывод docker compose config — не JSON.",
          next: "Запустите рядом docker compose config и повторите.",
        },
  compose_service: (d) => ({
    what: d["service"]
      ? `В файле compose нет службы ${d["service"]}.`
      : "Неясно, какая служба — база данных.",
    why: d["known"] ? `Службы: ${d["known"]}.` : "Ни одна служба не похожа на PostgreSQL.",
    next: "Назовите её: --compose SERVICE.",
  }),
} satisfies Record<string, Write>;

/** By what the system says of the program. */
const unstartable: Write = (d) => ({
  what: "Команду из --via не запустить.",
  why:
    d["reason"] === "ENOENT"
      ? `Команды ${d["file"]} здесь нет.`
      : `Про ${d["file"]} система говорит: ${d["reason"]}.`,
  next: "Проверьте её имя и PATH или укажите полный путь.",
});

const endedEarly: Write = (d) => ({
  what: "Команда из --via завершилась раньше, чем ответил сервер.",
  why: `${d["command"]} завершилась с кодом ${d["code"]}.${d["line"] ? ` Её сообщение: ${d["line"]}` : ""}`,
  next: "Запустите её вручную: она должна оставаться открытой и молчать. Пароль она спросить не сможет: используйте ключи.",
});
