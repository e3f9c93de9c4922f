/** Plays every block of the pages of one language; the base of test/docs/commands-*.test.ts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../../src/io/shadow/cluster.ts";
import type { Language } from "../../../src/text/index.ts";
import { PG_DUMP } from "../dump-programs.ts";
import { languageOfPage } from "./languages.ts";
import { allPages } from "./pages.ts";
import { type Episode, episodesOf, playEpisode } from "./play.ts";

/** To be called at the top of a test file. All of it happens on one server, one after the other. */
export function playPages(language: Language): void {
  let server: Cluster;
  beforeAll(async () => {
    server = await startCluster();
  });
  afterAll(() => server.stop());
  const episodes = allPages()
    .filter((page) => languageOfPage(page) === language)
    .flatMap(episodesOf);

  test.for(episodes)(
    "$where says what happens",
    { timeout: 180_000 },
    async (episode, { skip }) => {
      // As in test/commands/backup.test.ts.
      if (needsBackup(episode) && PG_DUMP === null) skip();
      const played = await playEpisode(episode, server, language);
      const faults = played.flatMap(({ block, faults }) =>
        faults.map((each) => `${block.where}: ${each}`),
      );
      expect(faults).toEqual([]);
    },
  );
}

function needsBackup({ blocks }: Episode): boolean {
  return blocks.some(({ needs }) => needs.has("backup"));
}
