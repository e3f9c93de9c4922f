/** Leads a repair to a certain moment of a certain step, and lets it wait there for what happens. */
import { join } from "node:path";
import { PG_DUMP } from "../dump-programs.ts";
import type { When } from "./cases.ts";
import { type Call, gatedAlembic, gatedDump } from "./gate.ts";
import type { Scene } from "./scene.ts";

/** Whether the program that waits goes on; one that was killed does not. */
export type Then = "goes on" | "is gone";

/** @param program the process that waits: of alembic or pg_dump; null at a statement */
type Act = (program: number | null) => Promise<Then>;

/** @returns options of the repair, with which the moment comes */
export async function waitingFor(scene: Scene, when: When, act: Act): Promise<string[]> {
  const { row, url, home } = scene;
  const happen: Act = (program) => {
    scene.happened += 1;
    return act(program);
  };
  switch (row.kind) {
    case "review":
      scene.atReview = async () => void (await happen(null));
      return [];
    case "sql":
    case "put_back":
      return atStatement(scene, when, happen);
    case "backup":
      return ["--backup", join(home, "backups"), "--pg-dump", await dumpAt(when, happen)];
    case "rehearsal": {
      const rehearse = ["--rehearse", "schema", "--pg-dump"];
      if (when === "before it") return [...rehearse, await dumpAt(when, happen)];
      const isClone = ({ database }: Call) => database !== url.text;
      const alembic = await alembicAt(scene, [row.word], "before it", happen, isClone);
      return [...rehearse, PG_DUMP ?? "", "--alembic", alembic];
    }
    default: {
      // The second stamp of a plan is its third step.
      let skip = row.word === "stamp" && row.at > 0 ? 1 : 0;
      const isMeant = ({ database }: Call) =>
        scene.isRunning && database === url.text && skip-- <= 0;
      return ["--alembic", await alembicAt(scene, [row.word], when, happen, isMeant)];
    }
  }
}

function dumpAt(when: When, act: Act): Promise<string> {
  let isOver = false;
  return gatedDump(async (call) => {
    if (isOver) return "go";
    if (call.when === "before" && when === "after it") return "run";
    isOver = true;
    return (await act(call.pid)) === "goes on" ? "go" : "exit 1";
  });
}

async function alembicAt(
  { row, line, afterwards }: Scene,
  words: readonly string[],
  when: When,
  act: Act,
  isMeant: (call: Call) => boolean,
): Promise<string> {
  let at: "waiting" | "running" | "over" = "waiting";
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return gatedAlembic(words, async (call) => {
    if (call.when === "after" && at === "running") {
      at = "over";
      if (when === "after it") await act(call.pid);
      end();
      return "go";
    }
    if (at !== "waiting" || !isMeant(call)) return "go";
    at = "running";
    if (when === "before its commit") {
      const held = async () => (await act(call.pid)) === "goes on";
      line.once({ session: "restamp alembic", statement: /^COMMIT/, when: "before", act: held });
      return "go";
    }
    if (when === "before it" && (await act(call.pid)) === "is gone") return "exit 1";
    // On a clone nothing is left that has to be waited for.
    if (row.kind === "rehearsal") return "go";
    // Whose restamp is gone is waited for.
    afterwards.push(() => ended);
    return "run";
  });
}

async function atStatement({ line, row }: Scene, when: When, act: Act): Promise<string[]> {
  const session = "restamp repair";
  const held = async () => (await act(null)) === "goes on";
  const statement = new RegExp(`^${row.word} .*"?(alembic_version|call_status|users)`);
  const begun = async () => {
    if (when === "before it") return held();
    const before = when === "before its commit";
    line.once({ session, statement: /^COMMIT/, when: before ? "before" : "after", act: held });
    return true;
  };
  line.once({ session, statement, when: "before", act: begun });
  if (row.kind !== "put_back") return [];
  return ["--alembic", await gatedAlembic(["upgrade"], async () => "exit 1")];
}
