import type { Finding, ListedFinding } from "../../core/diagnosis/types.ts";
import { visible } from "../../core/display.ts";
import { firstOf } from "./lists.ts";
import { agree } from "./numbers.ts";

const some = (names: readonly string[]) => firstOf(names.map(visible), 6);

const listed: Record<ListedFinding, (f: { items: readonly string[] }) => string> = {
  invalid_index: (f) =>
    `Индексы INVALID, запросы их не используют: ${some(f.items)}. Здесь не удался CREATE INDEX CONCURRENTLY, а IF NOT EXISTS принимает такой индекс за исправный. Удалите его и создайте заново.`,
  leftover_types: (f) =>
    `Типы появились раньше своей ревизии и никем не используются: ${some(f.items)}. Они остались после downgrade или DROP TABLE; ревизия, которая их создаёт, завершилась бы ошибкой, поэтому исправление сначала их удаляет.`,
  already_there: (f) =>
    `Объекты появились раньше ревизии, которая их создаёт: ${some(f.items)}. Они остаются как есть; эта ревизия завершится ошибкой, если в ней нет IF NOT EXISTS.`,
  several_heads: (f) =>
    `У цепочки несколько head (${f.items.length}): ${some(f.items)}. Команда alembic upgrade head с этим отказывается работать; restamp обновляет до всех. Если нужен один, его даст alembic merge heads.`,
  other_version_tables: (f) =>
    `Таблицы версий другой цепочки: ${some(f.items)}. Они остаются как есть.`,
  stamp_hidden: (f) =>
    `Этой роли нельзя читать ${some(f.items)}, поэтому штамп неизвестен. Для исправления это право нужно: GRANT SELECT.`,
  tables_locked: (f) =>
    `Другая сессия держит блокировку на ${some(f.items)} или ждёт её, как это делает идущая миграция. Когда она закончится, всё может быть иначе; второе обновление рядом с ней лишнее.`,
  rows_hidden: (f) =>
    `Этой роли нельзя заглянуть в ${some(f.items)}; есть ли там строки, неизвестно.`,
  undecided: (f) =>
    `По схеме не видно, ${agree(f.items, "применена", "применены")} ли ${some(f.items)}: это показали бы только строки. Если по строкам это видно, ответит файл evidence/<revision>.sql рядом с alembic.ini.`,
  believed: (f) =>
    `${some(f.items)}: изменения только в строках. ${agree(f.items, "Что эта ревизия применена", "Что эти ревизии применены")}, известно лишь по штампу.`,
  evidence_contradicts: (f) =>
    `Файлы evidence для ${some(f.items)} утверждают то, чего при такой схеме быть не может. Они не учтены.`,
};

export function finding(f: Finding): string {
  switch (f.code) {
    case "not_recorded":
      return `О ${some(f.items)} ничего не известно: прогон в теневой базе остановился на ${f.failed ?? agree(f.items, "ней", "одной из них")}. Сообщение: ${visible(f.line)}`;
    case "lost_revision": {
      const after = f.downRevisions.map(visible).join(", ");
      const where = after === "" ? "в начале цепочки" : `после ${after}`;
      return `${some(f.items)}: раньше ${agree(f.items, "лежала", "лежали")} в ${f.path} (коммит ${f.commit} от ${f.date}), ${where}. Верните скрипт, если он относится к этой цепочке; иначе ориентируйтесь на схему.`;
    }
    case "not_owned":
      return `Этой роли нельзя менять ${some(f.items)}, владелец ${visible(f.owner)}. Ревизии, которые их затрагивают, завершатся ошибкой. Запустите restamp от имени ${visible(f.owner)} или попросите включить вашу роль в ${visible(f.owner)}: GRANT ${visible(f.owner)} TO ваша_роль;`;
    case "version_num_short":
      return `${some(f.items)}: длиннее, чем вмещает ${visible(f.table)}.version_num (символов: ${f.length}). Исправление сначала расширит столбец до ${f.needed}.`;
    default:
      return listed[f.code](f);
  }
}
