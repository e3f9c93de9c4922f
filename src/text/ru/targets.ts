/** The report of several targets. */
export const targets = {
  columns: {
    target: "цель",
    database: "база",
    schema: "схема",
    exit: "код",
    result: "итог",
  },
  notBegun: "не начато",
  halted: (atWork: number, canStop: boolean) =>
    `Новые базы не начинаются; сейчас в работе: ${atWork}. Ещё раз Ctrl+C — ${canStop ? "прервать и то, что выполняется: незаконченное PostgreSQL откатит" : "завершить restamp"}.`,
};
