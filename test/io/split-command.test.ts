/** Commands as one text, and as words. */
import { expect, test } from "vitest";
import { joinCommand, splitCommand } from "../../src/io/process/split-command.ts";

test.each([
  ["/home/o'brien/my project/.venv/bin/alembic"],
  ["docker", "compose", "-f", "/srv/o'brien's \"app\"/compose.yaml"],
  ["'", "a\\b", "$HOME"],
])("words are the same after they were one text: %s", (...words) => {
  expect(splitCommand(joinCommand(words))).toEqual(words);
});
