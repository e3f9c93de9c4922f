/** What taking a session back would do, line by line: on the screen, and without one. */
import type { SinceBackup } from "../core/backup.ts";
import { relationOf } from "../core/facts.ts";
import type { Undo } from "../core/journal/undo.ts";
import type { Text } from "../text/index.ts";

/** @param id of the session. @param since what the backup would take away */
export function undoLines(
  id: string,
  undo: Undo,
  since: SinceBackup,
  { cli: { undo: words } }: Text,
): string[] {
  if (undo.kind === "nothing") return [];
  const head = words.intro[undo.kind](id);
  if (undo.kind === "backup") {
    const relations = new Set(undo.differences.map(({ key }) => relationOf(key) ?? key));
    const schema = [...relations].map((relation) => `  ${words.otherSchema(relation)}`);
    const made = since.objects.map((key) => `  ${words.otherObject(key)}`);
    const content = since.rows.map((each) => `  ${words.otherRows(each)}`);
    const back = undo.backup ? [words.bringsBack(undo.backup.path)] : [];
    return [head, ...schema, ...made, ...content, ...back];
  }
  const rows =
    undo.kind === "drop" && undo.loses.length > 0
      ? [words.loses(undo.loses.map(({ identity }) => identity))]
      : [];
  return [head, ...undo.statements.map((statement) => `  ${statement};`), ...rows];
}
