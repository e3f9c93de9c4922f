/** Carries effects out: the only place where a session waits for the world. */
import type { SinceBackup } from "../core/backup.ts";
import type { Undo } from "../core/journal/undo.ts";
import { asProblem, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { ReportData } from "./report-data.ts";
import { rehearse } from "./run/rehearse.ts";
import type { RunEvent } from "./run/run.ts";
import { runPlan } from "./run/run-plan.ts";
import { runUndo } from "./run/run-undo.ts";
import type { Effect, Message } from "./screens/messages.ts";
import { backupStage } from "./stages/backup-stage.ts";
import { connectStage } from "./stages/connect-stage.ts";
import { schemaStage } from "./stages/schema-stage.ts";
import { stampStage } from "./stages/stamp-stage.ts";
import { troubleshoot } from "./stages/troubleshoot.ts";

/** Milliseconds between two looks at the clock while a plan runs. */
const TICK = 1000;

export interface EffectSettings {
  /** Asked for them by each effect that needs them: what draws need not wait until they are loaded. */
  readonly ports: () => Promise<SessionPorts>;
  /** Writes the report in the session's language. */
  readonly writeReport: (data: ReportData) => string;
  readonly onExit: () => void;
}

type Dispatch = (message: Message) => void;

export function createEffects({ ports, writeReport, onExit }: EffectSettings) {
  let stopping = new AbortController();
  let rehearsing = new AbortController();
  const undoing = new AbortController();
  let consentToUndo: (consent: boolean) => void = () => {};

  /** @returns the message that an effect ends with; null when it has told all along the way */
  async function carryOut(effect: Effect, dispatch: Dispatch): Promise<Message | null> {
    switch (effect.effect) {
      case "connect": {
        const seen = await connectStage(await ports(), (check) =>
          dispatch({ type: "checked", check }),
        );
        return { type: "connected", seen };
      }
      case "troubleshoot":
        return { type: "troubleshot", result: await troubleshoot(ports) };
      case "read_stamp":
        return { type: "stamp_read", seen: await stampStage(effect.seen) };
      case "read_schema": {
        const onLine = (line: string) => dispatch({ type: "recording", line });
        return { type: "schema_read", seen: await schemaStage(effect.seen, onLine) };
      }
      case "look_for_backup": {
        const { clones } = effect.seen.workbench;
        const [offer, rows] = await Promise.all([
          backupStage(effect.seen),
          clones.expect().catch(() => null),
        ]);
        return { type: "backup_looked", plan: effect.plan, offer, rows };
      }
      case "rehearse": {
        const { plan, seen, mode } = effect;
        rehearsing.abort();
        rehearsing = new AbortController();
        const onStep = (step: number) => dispatch({ type: "rehearsing", plan, step });
        const outcome = await rehearse(plan, seen, { mode, onStep, stop: rehearsing.signal });
        return { type: "rehearsed", plan, outcome };
      }
      case "stop_rehearsal":
        rehearsing.abort();
        return null;
      case "run":
        await run(effect, dispatch);
        return null;
      case "stop_run":
        stopping.abort();
        return null;
      case "undo":
        return undo(effect, dispatch);
      case "answer_undo":
        consentToUndo(effect.consent);
        return null;
      case "end_session": {
        const { seen, blocker } = effect;
        const ended = seen.workbench.database.endSession(blocker);
        const problem = await ended.then(() => null, asProblem);
        return { type: "session_ended", blocker, problem };
      }
      case "save_report":
        return { type: "reported", report: await saveReport(effect) };
      case "exit":
        rehearsing.abort();
        undoing.abort();
        consentToUndo(false);
        onExit();
        return null;
    }
  }

  async function run(effect: Extract<Effect, { effect: "run" }>, dispatch: Dispatch) {
    stopping = new AbortController();
    const { clock, journal } = await ports();
    const now = () => clock.now().getTime();
    const tick = setInterval(() => dispatch({ type: "tick", at: now() }), TICK);
    try {
      const emit = (event: RunEvent) => dispatch({ type: "ran", event, at: now() });
      const { backup } = effect;
      await runPlan(effect.plan, effect.seen, { journal, backup, emit, stop: stopping.signal });
    } finally {
      clearInterval(tick);
    }
  }

  /** Holds the session's lock from what is shown until it is answered. */
  async function undo(
    { seen, session: id }: Extract<Effect, { effect: "undo" }>,
    dispatch: Dispatch,
  ): Promise<Message> {
    const { journal } = await ports();
    const session = (await journal.list()).find(({ start }) => start.id === id);
    if (!session) throw new Problem("session_unknown", { id, known: "" });
    const consent = (undo: Undo, since: SinceBackup) => {
      dispatch({ type: "undo_found", undo, since });
      return new Promise<boolean>((resolve) => {
        consentToUndo = resolve;
      });
    };
    const diagnosed = await schemaStage(seen, () => {});
    return {
      type: "undone",
      ...(await runUndo(session, diagnosed, { journal, consent, stop: undoing.signal })),
    };
  }

  async function saveReport({
    seen,
    plan,
    rehearsed,
    outcome,
  }: Extract<Effect, { effect: "save_report" }>) {
    try {
      const { clock, report } = await ports();
      const markdown = writeReport({ seen, plan, rehearsed, outcome, at: clock.now() });
      return { path: await report.save(markdown) };
    } catch (error) {
      return { problem: asProblem(error) };
    }
  }

  return function perform(effect: Effect, dispatch: Dispatch): void {
    carryOut(effect, dispatch).then(
      (message) => message && dispatch(message),
      (error) => dispatch({ type: "failed", problem: asProblem(error) }),
    );
  };
}
