/** For screens that are read line by line: a word where the drawn screen has a sign or a column. */
export const spoken = {
  good: "OK:",
  warning: "Warning:",
  bad: "Not OK:",
  busy: "Running:",
  waiting: "Waiting:",
  command: "Command:",
  sql: "SQL:",
  pointsHere: "here:",
  refused: "Not possible:",
  chosen: "Chosen:",
  keys: "Keys:",
};
