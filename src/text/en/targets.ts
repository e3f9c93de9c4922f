import { counted } from "./numbers.ts";

/** The report of several targets. */
export const targets = {
  columns: {
    target: "target",
    database: "database",
    schema: "schema",
    exit: "exit",
    result: "result",
  },
  notBegun: "not begun",
  halted: (atWork: number, canStop: boolean) =>
    `Nothing more is begun; ${counted(atWork, "target")} still at work. Ctrl+C once more ${canStop ? "interrupts what is at work; PostgreSQL takes back what was not finished" : "ends restamp"}.`,
};
