export const spoken = {
  good: "Хорошо:",
  warning: "Внимание:",
  bad: "Плохо:",
  busy: "Идёт:",
  waiting: "Ждёт:",
  command: "Команда:",
  sql: "SQL:",
  pointsHere: "здесь:",
  refused: "Нельзя:",
  chosen: "Выбрано:",
  keys: "Клавиши:",
};
