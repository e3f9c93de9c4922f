/** What is wrong with the command line, its terminal or the settings file. */
import type { Write } from "../../problem-writing.ts";

const SETTING_IS: Record<string, string> = {
  text: "Здесь нужна одна строка в кавычках.",
  switch: "Здесь нужно true или false.",
  version: "Здесь нужно 1.",
};

export const commandLine = {
  usage: (d) => ({
    what: d["message"] ?? "Ошибка в командной строке.",
    why: "",
    next: `См. restamp ${d["command"] ? `${d["command"]} ` : ""}--help.`,
  }),
  unknown_revision_asked: (d) => ({
    what: `В этой цепочке нет ревизии ${d["revision"]}.`,
    why: `В скриптах есть: ${d["known"]}.`,
    next: "Проверьте id, указанный в --stamp.",
  }),
  needs_terminal: () => ({
    what: "Мастеру нужен терминал, а его нет.",
    why: "Ввод или вывод направлен в канал или в файл.",
    next: "Используйте restamp diagnose, restamp plan или restamp repair --yes. По SSH: ssh -t.",
  }),
  settings_unknown: (d) => ({
    what: `В ${d["path"]} не может стоять ${d["key"]}.`,
    why: d["owners"]
      ? `--${d["key"]} указывают вместе с самой командой (${d["owners"]}), каждый раз заново.`
      : d["nearest"]
        ? `Такого ключа у restamp нет. Похожий есть: ${d["nearest"]}.`
        : `Такого ключа у restamp нет. Есть: ${d["known"]}.`,
    next: d["nearest"] && !d["owners"] ? "Исправьте ключ или уберите его." : "Уберите его.",
  }),
  settings_invalid: (d) => ({
    what: `В ${d["path"]} неверно задано ${d["key"]}.`,
    why: SETTING_IS[d["expected"] ?? ""] ?? d["message"] ?? "",
    next: "Исправьте его: что значат значения, написано в restamp --help.",
  }),
  settings_newer: (d) => ({
    what: `Файл ${d["path"]} написан для более нового restamp.`,
    why: `В нём version = ${d["version"]}, а этот restamp читает версию ${d["known"]}.`,
    next: "Возьмите более новый restamp. Ничего не изменилось.",
  }),
} satisfies Record<string, Write>;
