/** What is wrong with the scenario that was asked for. */
import type { Verdict } from "../../../core/diagnosis/types.ts";
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import type { Write } from "../../problem-writing.ts";
import { titles } from "../diagnosis.ts";

/** By what is expected of a field. */
const SCENARIO_FAULTS: Record<string, (d: ProblemDetails) => string> = {
  readable: (d) => `Его не удаётся прочитать: ${d["what"]}.`,
  toml: (d) => `Строка ${d["line"]} — не TOML: ${d["what"]}.`,
  known_field: (d) => `Поля ${d["field"]} не бывает. Здесь известны: ${d["known"]}.`,
  outcome: () => "В нём нет ни verdict, ни problem, а одно из двух restamp непременно находит.",
  table: (d) => `Поле ${d["field"]} должно быть таблицей.`,
  tables: (d) => `Поле ${d["field"]} должно быть хотя бы один раз, в виде [[${d["field"]}]].`,
  text: (d) => `Поле ${d["field"]} должно быть непустым текстом.`,
  file: (d) => `Поле ${d["field"]} должно быть текстом; пустой текст удаляет файл.`,
  texts: (d) => `Поле ${d["field"]} должно быть списком текстов, хотя бы из одного.`,
  one_to_three_texts: (d) =>
    `Поле ${d["field"]} должно быть списком из одного, двух или трёх текстов.`,
  short_text: (d) =>
    `Поле ${d["field"]} должно быть одной строкой не длиннее ${d["most"]} символов.`,
  states: (d) =>
    `Поле ${d["field"]} должно быть списком чисел от 1 до ${d["most"]}, возможно пустым.`,
  one_of: (d) => `Поле ${d["field"]} должно быть одним из этих значений: ${d["known"]}.`,
  rows: (d) => `Поле ${d["field"]} должно быть списком строк, каждая из которых — список текстов.`,
  one_action: (d) => `Поле ${d["field"]} должно делать ровно одно: ${d["known"]}.`,
  true: (d) => `Поле ${d["field"]} должно быть true, либо его не должно быть вовсе.`,
  path_inside: (d) =>
    `Поле ${d["field"]} должно быть путём внутри проекта, где папки разделены знаком /.`,
};

export const practice = {
  unknown_scenario: (d) => ({
    what: `Сценария ${d["name"]} нет.`,
    why: d["nearest"]
      ? `Похожий есть: ${d["nearest"]}.`
      : d["known"]
        ? `Есть такие: ${d["known"]}.`
        : "В списке нет ни такого имени, ни такого номера.",
    next: "Все сценарии покажет restamp practice --list.",
  }),
  practice_way_failed: (d) => ({
    what: `Вашу цепочку нельзя сломать таким способом: ${d["name"]}.`,
    why: `Это испробовано в песочнице, и получилось «${titles[d["verdict"] as Verdict] ?? d["verdict"]}»: скорее всего, более поздним ревизиям нужно то, чего не хватало бы.`,
    next: "Другие способы покажет restamp practice --list --project …",
  }),
  practice_no_server: (d) => ({
    what: "Для практики нужен собственный сервер PostgreSQL, а здесь его не запустить.",
    why:
      d["reason"] === "not_installed"
        ? "Нужны серверные программы PostgreSQL (initdb, postgres), а на этой машине их нет."
        : join("Встроенный PostgreSQL не запустился.", d["message"]),
    next: join(
      "Установите PostgreSQL (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql). Запущенный сервер не нужен.",
      d["package"] &&
        `Или пусть программы скачает npm: npx -p ./restamp-*.tgz -p ${d["package"]} restamp practice`,
    ),
  }),
  bad_scenario: (d) => ({
    what: `Сценарий ${d["path"]} нельзя разыграть.`,
    why: (SCENARIO_FAULTS[d["expected"] ?? ""] ?? SCENARIO_FAULTS["text"])?.(d) ?? "",
    next: "Возьмите за образец один из сценариев restamp, например src/practice/scenarios/02-wrong-stamp-populated.toml.",
  }),
} satisfies Record<string, Write>;
