/** The part of a scenario's file that says what a senior does. */
import type { RepairPath } from "../core/plan/types.ts";
import {
  isTable,
  nth,
  type Place,
  readOneOf,
  readOptionalText,
  readTable,
  readTables,
  readText,
  type Table,
  within,
  wrong,
} from "./fields.ts";
import { readFileName } from "./read-breakage.ts";
import type { SeniorAction } from "./scenario.ts";

const PATHS: readonly RepairPath[] = ["upgrade", "fresh", "adopt", "replay", "reset"];

/** By the field that tells them apart. */
const ACTIONS: Readonly<Record<string, (action: Table, place: Place) => SeniorAction>> = {
  path: (action, place) => ({
    kind: "repair",
    path: readOneOf(action["path"], within(place, "path"), PATHS),
    stamp: readOptionalText(action["stamp"], within(place, "stamp")),
  }),
  sql: (action, place) => ({ kind: "sql", sql: readText(action["sql"], within(place, "sql")) }),
  alembic: (action, place) => ({
    kind: "alembic",
    command: readText(action["alembic"], within(place, "alembic")),
  }),
  write: (action, place) => {
    const at = within(place, "write");
    const { file, text } = readTable(action["write"], at, ["file", "text"]);
    if (typeof text !== "string") throw wrong(within(at, "text"), "file");
    return { kind: "write", file: readFileName(file, within(at, "file")), text };
  },
  restore: (action, place) => ({
    kind: "restore",
    file: readFileName(action["restore"], within(place, "restore")),
  }),
  end_session: (action, place) => {
    if (action["end_session"] !== true) throw wrong(within(place, "end_session"), "true");
    return { kind: "end_session" };
  },
};

const KINDS = Object.keys(ACTIONS);

export function readActions(value: unknown, place: Place): readonly SeniorAction[] {
  return readTables(value, place).map((each, index) => readAction(each, nth(place, index)));
}

function readAction(value: unknown, place: Place): SeniorAction {
  const [kind, ...others] = isTable(value) ? KINDS.filter((name) => name in value) : [];
  const read = kind === undefined ? undefined : ACTIONS[kind];
  if (kind === undefined || read === undefined || others.length > 0) {
    throw wrong(place, "one_action", { known: KINDS.join(", ") });
  }
  return read(readTable(value, place, kind === "path" ? ["path", "stamp"] : [kind]), place);
}
