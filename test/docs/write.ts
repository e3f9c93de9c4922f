/**
 * Writes what the commands of the docs really say into the pages: `npm run docs`. What a page
 * already shows rightly, also in parts ("…"), is left as it is.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { LANGUAGES } from "../../src/text/index.ts";
import { languageOfPage } from "../support/docs/languages.ts";
import { messagesPage } from "../support/docs/messages.ts";
import { allPages, OPERATORS, ROOT } from "../support/docs/pages.ts";
import { episodesOf, playEpisode } from "../support/docs/play.ts";

let server: Cluster;
beforeAll(async () => {
  server = await startCluster();
});
afterAll(() => server.stop());

const pages = allPages().filter(({ path }) => path.includes(process.env["PAGE"] ?? ""));

test.for(pages)("$path", async (page) => {
  for (const episode of episodesOf(page)) {
    for (const { block, text } of await playEpisode(episode, server, languageOfPage(page))) {
      const path = join(ROOT, page.path);
      const before = readFileSync(path, "utf8");
      if (text === block.text) continue;
      expect(before).toContain(block.text);
      writeFileSync(
        path,
        before.replace(block.text, () => text),
      );
    }
  }
});

test.for(LANGUAGES)("the messages: %s", (language) => {
  writeFileSync(join(ROOT, OPERATORS, language, "messages.md"), messagesPage(language));
});
