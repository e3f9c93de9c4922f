import type { RowDifference } from "../../core/backup.ts";
import { counted, ROWS } from "./numbers.ts";

export const undo = {
  intro: {
    put_back: (id: string) =>
      `Сеанс ${id} прервался, пока переставлял строки таблицы версий. Эти команды вернут ей прежний вид; применённые ревизии останутся:`,
    stamp: (id: string) =>
      `Сеанс ${id} изменил только таблицу версий. Эти команды вернут ей прежний вид:`,
    drop: (id: string) =>
      `До сеанса ${id} в базе не было ничего из этой цепочки. Эти команды удалят то, что есть сейчас:`,
    backup: (id: string) => `С начала сеанса ${id} изменилось вот что:`,
  },
  otherSchema: (relation: string) => `${relation}: структура теперь другая`,
  otherRows: ({ table, backedUp, now, isLost }: RowDifference) => {
    if (backedUp === null) return `${table}: в копии нет, сейчас ${counted(now ?? 0, ROWS)}`;
    const before = `${table}: в копии ${counted(backedUp, ROWS)}`;
    if (!isLost) return `${table}: с тех пор записано только то, что записал сам ремонт`;
    return now === null
      ? `${before}, сейчас таблицы нет`
      : `${before}, сейчас ${now}, и это не те же строки: их изменил сам сеанс или кто-то позже`;
  },
  otherObject: (key: string) => `${key}: появилось или изменилось позже, и не в этом сеансе`,
  bringsBack: (path: string) =>
    `${path} вернёт всё, что было, одной транзакцией; писать в базу тем временем нельзя. То, что записано с тех пор, пропадёт.`,
  loses: (tables: readonly string[]) => `Пропадут строки в таблицах: ${tables.join(", ")}.`,
  done: (id: string) => `Сеанс ${id} отменён: схема, строки и штамп такие же, какими были до него.`,
  kept: (path: string) => `То, что было до отмены, сохранено в ${path}.`,
  putBack: (id: string) =>
    `Сеанс ${id} оставил таблицу версий между двумя шагами; её строки возвращены.`,
  nothing: (id: string) => `Сеанс ${id} ничего не изменил в базе. Отменять нечего.`,
  needsYes: (options: string) => ({
    what: "Ничего не выполнено.",
    why: "Команда undo меняет базу, а --yes не указан.",
    next: `Прочитайте то, что выше, затем запустите restamp undo --yes${options}.`,
  }),
  wrongName: (given: string, database: string) => ({
    what: `--confirm ${given} — не имя этой базы. Ничего не выполнено.`,
    why: "Имя нужно, потому что может пропасть то, что появилось после сеанса.",
    next: `Имя базы: ${database}. Если речь о ней: restamp undo --yes --confirm ${database}`,
  }),
  needsConfirm: (database: string) => ({
    what: "Отмена сеанса может уничтожить то, что появилось после него. Ничего не выполнено.",
    why: "Названное выше отличается от резервной копии и могло быть записано или создано позже.",
    next: `Если так и задумано: restamp undo --yes --confirm ${database}`,
  }),
};
