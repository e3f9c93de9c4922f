/** States of a session, made by the real reducer from what the real stages have seen. */
import type { BackupOffer } from "../../src/core/backup.ts";
import type { RepairPath } from "../../src/core/plan/types.ts";
import type { RunEvent } from "../../src/session/run/run.ts";
import { runPlan } from "../../src/session/run/run-plan.ts";
import type { Message } from "../../src/session/screens/messages.ts";
import { initialState, reduce } from "../../src/session/screens/reducer.ts";
import type { Screen, ScreenName, SessionState } from "../../src/session/screens/state.ts";
import { connectStage } from "../../src/session/stages/connect-stage.ts";
import { schemaStage } from "../../src/session/stages/schema-stage.ts";
import type { Surveyed } from "../../src/session/stages/stages.ts";
import { stampStage } from "../../src/session/stages/stamp-stage.ts";
import { ID, type Live, tableOf } from "./chain.ts";
import { DECLINED } from "./fakes.ts";
import { createWorld, type World, type WorldOptions } from "./world.ts";

/** The broken databases that most tests are about. */
export const LIVE = {
  /** Step 3a of the written procedure: a stamp without a table behind it. */
  stampedEmpty: { schema: null, stamp: [ID.timezone] },
  /** Step 3b: tables with rows, and a stamp that is too late. */
  stampAhead: { schema: ID.initial, stamp: [ID.timezone] },
  stampBehind: { schema: ID.friends, stamp: [ID.initial] },
  /** All is there, and the last three revisions cannot be told apart. */
  unstamped: { schema: ID.head, stamp: null },
  unknownStamp: { schema: ID.friends, stamp: ["0123456789ab"] },
  /** No state of the chain has this, and the tables are filled. */
  damaged: {
    schema: ID.friends,
    stamp: [ID.friends],
    facts: { "column public.users.email": null, "column public.users.phone": "text" },
  },
  pending: { schema: ID.friends, stamp: [ID.friends] },
  healthy: { schema: ID.head, stamp: [ID.head] },
  empty: { schema: null, stamp: null },
  severalVersionTables: {
    schema: ID.head,
    stamp: [ID.head],
    otherVersionTables: [
      { schema: "audit", name: "alembic_version", rows: [ID.initial], maxLength: 32 },
    ],
    otherTables: [tableOf("audit.alembic_version", true)],
  },
} as const satisfies Record<string, Live>;

export async function surveyed(live: Live | World, options: WorldOptions = {}): Promise<Surveyed> {
  const { ports } = "ports" in live ? live : createWorld(live, options);
  return schemaStage(await stampStage(await connectStage(ports, () => {})), () => {});
}

/** @returns the state after messages that come one after the other */
export function play(from: SessionState, ...messages: readonly Message[]): SessionState {
  return messages.reduce((state, message) => reduce(state, message).state, from);
}

export const start = (): SessionState => initialState().state;

/** @returns a session that has read everything and shows the chain */
export function atChain(seen: Surveyed): SessionState {
  return play(
    start(),
    { type: "connected", seen },
    { type: "next" },
    { type: "stamp_read", seen },
    { type: "next" },
    { type: "schema_read", seen },
    { type: "next" },
  );
}

/** @returns a session whose cursor is on the given path, or on the recommended one */
export function atPath(seen: Surveyed, path?: RepairPath): SessionState {
  const state = play(atChain(seen), { type: "next" });
  const { options, cursor } = screenOf(state, "path");
  const at = path === undefined ? cursor : options.findIndex((option) => option.path === path);
  return play(state, { type: "move", by: at - cursor });
}

/** @returns a session that shows the plan of a path, with the first answer to whatever is asked */
export function atReview(
  seen: Surveyed,
  path?: RepairPath,
  offer: BackupOffer = DECLINED,
): SessionState {
  let state = play(atPath(seen, path), { type: "next" });
  if (state.screen.name === "clear" || state.screen.name === "candidate") {
    state = play(state, { type: "next" });
  }
  const { plan } = screenOf(state, "review");
  return play(state, { type: "backup_looked", plan, offer, rows: null });
}

/** @returns a session that has just begun to run its plan */
export function atRun(seen: Surveyed, path?: RepairPath): SessionState {
  const state = play(atReview(seen, path), { type: "run" });
  if (state.screen.name !== "consent") return state;
  return play(state, { type: "typed", text: seen.server.database });
}

/** Runs the plan in its world. @returns the session before the report was saved, and what came */
export async function atEnd(
  world: World,
  path?: RepairPath,
): Promise<{ state: SessionState; events: readonly RunEvent[] }> {
  const seen = await surveyed(world);
  const state = atRun(seen, path);
  const { plan } = screenOf(state, "run");
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => events.push(event);
  const { journal } = world.ports;
  await runPlan(plan, seen, {
    journal,
    backup: DECLINED,
    emit,
    stop: new AbortController().signal,
  });
  const ran = events.map((event, at) => ({ type: "ran", event, at: 1000 + at }) as const);
  return { state: play(state, ...ran), events };
}

export function screenOf<Name extends ScreenName>(
  { screen }: SessionState,
  name: Name,
): Extract<Screen, { name: Name }> {
  if (screen.name !== name) throw new Error(`the screen is ${screen.name}, not ${name}`);
  return screen as Extract<Screen, { name: Name }>;
}
