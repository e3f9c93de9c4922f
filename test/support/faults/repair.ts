/** Runs the repair of a scene: as a script would, or in the wizard, as a person would. */
import { restampOn } from "../repairs.ts";
import { type Ran, startWizard } from "../restamp.ts";
import type { Terminal } from "../terminal.ts";
import { arrive, enter, isAt, moveTo, WAY_OF_3A, walkTo } from "../walk.ts";
import { type Scene, serversOf } from "./scene.ts";

/** @param options that lead to the moment */
export async function repair(
  scene: Scene,
  options: readonly string[],
  isInWizard: boolean,
): Promise<Ran> {
  // The last --alembic counts.
  const all = ["--lock-timeout", "1s", "--alembic", scene.alembic, ...options];
  const ran = await (isInWizard ? byHand(scene, all) : byScript(scene, all));
  for (const end of scene.afterwards.splice(0)) await end();
  return ran;
}

function byScript(scene: Scene, options: readonly string[]): Promise<Ran> {
  const { url, home, row, database } = scene;
  const consent = ["--path", "reset", "--confirm", database.database ?? ""];
  const own = row.path.name === "reset" ? consent : [];
  scene.isRunning = true;
  return restampOn(url, ["repair", "--yes", ...own, ...options], {
    home,
    under: scene.under,
    environment: { TMPDIR: serversOf(home) },
    onStart: (pid) => {
      scene.pid = pid;
    },
  });
}

async function byHand(scene: Scene, args: readonly string[]): Promise<Ran> {
  const { url, home, row } = scene;
  const environment = { TMPDIR: serversOf(home) };
  const terminal = startWizard(url, { home, args, environment, rows: 30 });
  scene.terminal = terminal;
  scene.pid = terminal.pid;
  await reviewed(terminal, scene);
  if (row.kind !== "rehearsal") {
    await terminal.waitFor("y run the plan");
    await scene.atReview();
    // Where the terminal is gone nobody presses anything.
    if (scene.terminal) await run(terminal, scene);
  }
  const { code, signal } = await terminal.exit(30_000);
  const ended = signal === 9 ? { code: null, signal: "SIGKILL" as const } : { code, signal: null };
  return { ...ended, stdout: "", stderr: terminal.text() };
}

async function reviewed(terminal: Terminal, { row }: Scene): Promise<void> {
  const { name, clear } = row.path;
  if (name === "fresh") {
    await walkTo(terminal, "clear", WAY_OF_3A);
    if (clear) await moveTo(terminal, /^❯ DROP TABLE$/m);
  } else {
    await walkTo(terminal, "path");
    if (name === "reset") await moveTo(terminal, /^❯ Automatic script/m);
  }
  terminal.press("Enter");
}

async function run(terminal: Terminal, scene: Scene): Promise<void> {
  scene.isRunning = true;
  terminal.press("y");
  if (scene.row.path.name === "reset") {
    await arrive(terminal, "consent");
    await enter(terminal, scene.database.database ?? "");
  }
  await leave(terminal);
}

/** When the run has come to its end; or it was killed, or its terminal is gone. */
async function leave(terminal: Terminal): Promise<void> {
  const rests = terminal.waitUntil(() => isAt(terminal, "run"), "the end of the run", 30_000);
  const isThere = await rests.then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  terminal.press("Enter");
  const isNext = () => isAt(terminal, "verify") || isAt(terminal, "report");
  await terminal.waitUntil(isNext, "what came of it");
  terminal.press("q");
}
