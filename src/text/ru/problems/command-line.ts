/** What is wrong with the command line or its terminal. */
import type { Write } from "../../problem-writing.ts";

export const commandLine = {
  usage: (d) => ({
    what: d["message"] ?? "Ошибка в командной строке.",
    why: "",
    next: "См. restamp --help.",
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
} satisfies Record<string, Write>;
