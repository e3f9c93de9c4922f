/** The pages that quote messages, against the sentences of the program. */
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/text/index.ts";
import { messagesPage } from "../support/docs/messages.ts";
import { codeWords, OPERATORS, readPage } from "../support/docs/pages.ts";

test.each(LANGUAGES)("the page of the messages is what npm run docs writes: %s", (language) => {
  expect(readPage(`${OPERATORS}/${language}/messages.md`).text).toBe(messagesPage(language));
});

test.each(LANGUAGES)("the procedure quotes messages that there are: %s", (language) => {
  const page = readPage(`${OPERATORS}/${language}/procedure.md`);
  const [, last = ""] = page.prose.split(
    /^## .*\n(?=\n\| [^|]+\| [^|]+\|\n\| --- \| --- \|\n\| `)/m,
  );
  const quoted = last
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(" | ")[0] ?? "");
  const messages = codeWords({ ...page, prose: quoted.join("\n") });
  expect(messages.length).toBeGreaterThan(5);
  const known = messagesPage(language);
  for (const message of messages) {
    for (const part of message.split("…")) expect(known).toContain(part.trim());
  }
});
