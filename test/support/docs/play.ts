/** Runs the blocks of a page that can be run, and says where the page is wrong. */
import type { Cluster } from "../../../src/io/shadow/cluster.ts";
import { isShown } from "./compare.ts";
import type { Block, Page } from "./pages.ts";
import { openScene, type Scene } from "./scene.ts";
import { type Answered, readScript, readTranscript, runTyped, type Typed } from "./shell.ts";

/** Blocks that follow one another in one place. */
export interface Episode {
  readonly where: string;
  readonly scenario: string | null;
  readonly blocks: readonly Block[];
}

export const isRun = ({ kind, needs }: Block): boolean =>
  kind === "console" || (kind === "sh" && !needs.has("elsewhere"));

/** "same" goes on where the block before has ended. */
export function episodesOf({ blocks }: Page): readonly Episode[] {
  const episodes: { where: string; scenario: string | null; blocks: Block[] }[] = [];
  for (const block of blocks.filter(isRun)) {
    const last = episodes.at(-1);
    if (block.needs.has("same") && last) last.blocks.push(block);
    else {
      const { where } = block;
      episodes.push({ where, scenario: block.needs.get("on") ?? null, blocks: [block] });
    }
  }
  return episodes;
}

export interface Played {
  readonly block: Block;
  /** The block as it would be right. */
  readonly text: string;
  /** What is wrong with it, in words; empty where nothing is. */
  readonly faults: readonly string[];
}

export async function playEpisode(
  episode: Episode,
  server: Cluster,
  language: string,
): Promise<Played[]> {
  const scene = await openScene(server, episode.scenario, language);
  try {
    return await playIn(scene, episode);
  } finally {
    await scene.end();
  }
}

async function playIn(scene: Scene, episode: Episode): Promise<Played[]> {
  const played: Played[] = [];
  for (const block of episode.blocks) {
    const typed = block.kind === "console" ? readTranscript(block.text) : readScript(block.text);
    const here = typed.map((each) => ({ ...each, command: scene.asTyped(each.command) }));
    const answers = (await runTyped(here, scene)).map((answer) => ({
      ...answer,
      lines: answer.lines.map(scene.asShown),
    }));
    const faults = typed.flatMap((each, at) => faultsOf(each, answers[at], typed[at + 1]));
    played.push({ block, text: corrected(block, typed, answers), faults });
  }
  return played;
}

const ASKS_FOR_CODE = "echo $?";

function faultsOf(typed: Typed, answer: Answered | undefined, next: Typed | undefined): string[] {
  const { command, shown } = typed;
  if (!answer || Number.isNaN(answer.code)) return [`${command}: was not reached`];
  const said = answer.lines.join("\n");
  // A page that shows a command which fails shows its exit code as well.
  if (answer.code !== 0 && next?.command !== ASKS_FOR_CODE)
    return [
      `${command}: ends with exit code ${answer.code}, and the page does not say so\n${said}`,
    ];
  if (shown === null || isShown(shown, answer.lines)) return [];
  return [`${command}: says something else than the page\n${said}`];
}

/** What is shown stays wherever it is right: it may leave out what does not matter. */
function corrected(block: Block, typed: readonly Typed[], answers: readonly Answered[]): string {
  if (block.kind !== "console") return block.text;
  return typed
    .flatMap(({ command, shown }, at) => {
      const lines = answers[at]?.lines ?? [];
      if (shown && isShown(shown, lines)) return [`$ ${command}`, ...shown];
      if (lines.some((line) => line.startsWith("$ ")))
        throw new Error(`${block.where}: what ${command} prints looks like commands; leave it out`);
      return [`$ ${command}`, ...lines];
    })
    .join("\n");
}
