/** One session on every screen in each of its phases, for what must hold on all of them. */
import type { Undo } from "../../src/core/journal/undo.ts";
import { Problem } from "../../src/core/problem.ts";
import type { Intent } from "../../src/session/screens/messages.ts";
import type { SessionState } from "../../src/session/screens/state.ts";
import { ID } from "./chain.ts";
import { said } from "./fakes.ts";
import {
  atChain,
  atEnd,
  atPath,
  atReview,
  atRun,
  LIVE,
  play,
  screenOf,
  start,
  surveyed,
} from "./states.ts";
import { createWorld } from "./world.ts";

export interface Picture {
  readonly title: string;
  readonly state: SessionState;
  /** The intents that this screen asks for; all others must leave it as it is. */
  readonly asks: readonly Intent["type"][];
}

const UNREACHABLE = new Problem("server_refused", { host: "db.example", port: "5432" });
const REPORT = { path: "/home/op/.local/state/restamp/reports/restamp-1.md" };

export async function gallery(): Promise<readonly Picture[]> {
  const pictures = [...(await readingScreens()), ...(await choosingScreens())];
  return [
    ...pictures,
    ...(await runningScreens()),
    ...(await endingScreens()),
    ...(await undoScreens()),
  ];
}

async function readingScreens(): Promise<Picture[]> {
  const seen = await surveyed(LIVE.stampAhead);
  const [project, url] = seen.checks;
  if (!project || !url) throw new Error("the first screen made no checks");
  const looking = play(
    start(),
    { type: "checked", check: project },
    { type: "checked", check: url },
  );
  const broken = play(looking, { type: "failed", problem: UNREACHABLE });
  const reach = { host: "db.example", port: 5432, reachability: "refused" } as const;
  const composeLogs = said("logs", ["backend-1  | sqlalchemy.exc.NoSuchTableError: users"]);
  const tried = play(broken, {
    type: "troubleshot",
    result: { urlSource: seen.workbench.source, reach, composeLogs },
  });
  const connected = play(start(), { type: "connected", seen });
  const stampWorking = play(connected, { type: "next" });
  const stamp = play(stampWorking, { type: "stamp_read", seen });
  const tablesWorking = play(stamp, { type: "next" });
  const line = "INFO  [alembic.runtime.migration] Running upgrade  -> 9044ba1e3377, Initial";
  const tables = play(tablesWorking, { type: "schema_read", seen });
  const lost = { host: "db.example", port: "5432", message: "Connection terminated" };
  const failed = { type: "failed", problem: new Problem("connection_lost", lost) } as const;
  const healthy = atChain(await surveyed(LIVE.healthy));
  return [
    { title: "connection at work", state: looking, asks: [] },
    { title: "connection failed", state: broken, asks: ["retry"] },
    { title: "connection failed and troubleshot", state: tried, asks: ["retry"] },
    { title: "connection ready", state: connected, asks: ["next", "retry"] },
    { title: "stamp at work", state: stampWorking, asks: ["back"] },
    { title: "stamp failed", state: play(stampWorking, failed), asks: ["retry", "back"] },
    { title: "stamp ready", state: stamp, asks: ["next", "retry", "back"] },
    { title: "tables at work", state: tablesWorking, asks: [] },
    {
      title: "tables recording",
      state: play(tablesWorking, { type: "recording", line }),
      asks: [],
    },
    { title: "tables failed", state: play(tablesWorking, failed), asks: ["retry", "back"] },
    { title: "tables ready", state: tables, asks: ["next", "retry", "back"] },
    { title: "chain", state: play(tables, { type: "next" }), asks: ["next", "back"] },
    { title: "healthy chain", state: healthy, asks: ["next", "back"] },
  ];
}

async function choosingScreens(): Promise<Picture[]> {
  const seen = await surveyed(LIVE.stampAhead);
  const empty = await surveyed(LIVE.stampedEmpty);
  const clear = play(atPath(empty, "fresh"), { type: "next" });
  const candidate = play(atPath(await surveyed(LIVE.unstamped), "adopt"), { type: "next" });
  const reset = atReview(seen, "reset");
  const consent = play(reset, { type: "run" });
  const choosing = ["move", "next", "back"] as const;
  return [
    { title: "path", state: atPath(seen), asks: choosing },
    { title: "path on a refused one", state: atPath(seen, "fresh"), asks: ["move", "back"] },
    {
      title: "path of a damaged one",
      state: atPath(await surveyed(LIVE.damaged)),
      asks: ["move", "back"],
    },
    { title: "clear", state: clear, asks: choosing },
    {
      title: "clear on a refused one",
      state: play(clear, { type: "move", by: 2 }),
      asks: ["move", "back"],
    },
    { title: "candidate", state: candidate, asks: choosing },
    { title: "review", state: atReview(seen), asks: ["run", "back", "rehearse"] },
    { title: "review of the clearing", state: atReview(empty), asks: ["run", "back", "rehearse"] },
    { title: "review that destroys", state: reset, asks: ["run", "back", "rehearse"] },
    { title: "consent", state: consent, asks: ["typed", "back"] },
    {
      title: "consent after a mistake",
      state: play(consent, { type: "typed", text: "cals" }),
      asks: ["typed", "back"],
    },
  ];
}

async function runningScreens(): Promise<Picture[]> {
  const begun = atRun(await surveyed(LIVE.stampAhead));
  const working = play(
    begun,
    { type: "ran", event: { event: "step_started", index: 0 }, at: 1000 },
    { type: "ran", event: { event: "line", line: "INFO  Running stamp_revision" }, at: 1200 },
    { type: "ran", event: { event: "step_done", index: 0, took: 400 }, at: 1400 },
    { type: "ran", event: { event: "step_started", index: 1 }, at: 1500 },
    { type: "tick", at: 3000 },
  );
  const { state: good } = await atEnd(createWorld(LIVE.stampAhead));
  const { state: failed } = await atEnd(brokenUpgrade());
  const { state: unverified } = await atEnd(
    createWorld(LIVE.stampAhead, { see: withoutAnIndexAtHead }),
  );
  const reported = { type: "reported", report: REPORT } as const;
  const unwritable = new Problem("report_unwritable", { path: REPORT.path, reason: "ENOSPC" });
  const next = { type: "next" } as const;
  screenOf(play(failed, next), "report");
  return [
    { title: "run begun", state: begun, asks: [] },
    { title: "run at work", state: working, asks: [] },
    { title: "run asked to stop", state: play(working, { type: "interrupt" }), asks: [] },
    { title: "run ended", state: play(good, reported), asks: ["next"] },
    { title: "run failed", state: play(failed, reported), asks: ["next", "diagnose_again"] },
    { title: "verify good", state: play(good, reported, next), asks: ["next"] },
    {
      title: "verify bad",
      state: play(unverified, reported, next),
      asks: ["next", "diagnose_again"],
    },
    { title: "report being saved", state: play(good, next, next), asks: ["next"] },
    { title: "report saved", state: play(good, reported, next, next), asks: ["next"] },
    {
      title: "report not saved",
      state: play(good, { type: "reported", report: { problem: unwritable } }, next, next),
      asks: ["next"],
    },
    {
      title: "report of a failure",
      state: play(failed, reported, next),
      asks: ["next", "diagnose_again"],
    },
    {
      title: "report of an unverified end",
      state: play(unverified, reported, next, next),
      asks: ["next", "diagnose_again"],
    },
  ];
}

export const BLOCKER = {
  pid: 4711,
  started: "1766000000.5",
  role: "app",
  application: "psql",
  state: "idle in transaction",
  seconds: 185,
  query: "UPDATE users SET a = 1",
};

async function endingScreens(): Promise<Picture[]> {
  const begun = atRun(await surveyed(LIVE.stampAhead));
  const waiting = play(begun, {
    type: "ran",
    event: { event: "blocked", blockers: [BLOCKER] },
    at: 3000,
  });
  const asked = play(waiting, { type: "end_session" });
  const working = play(asked, { type: "typed", text: "4711" });
  const ended = (problem: Problem | null) =>
    play(working, { type: "session_ended", blocker: BLOCKER, problem });
  const stays = new Problem("session_stays", { pid: "4711" });
  return [
    { title: "run that waits for somebody", state: waiting, asks: ["end_session"] },
    { title: "run asking whom to end", state: asked, asks: ["typed", "back"] },
    {
      title: "run asking after a mistake",
      state: play(asked, { type: "typed", text: "4712" }),
      asks: ["typed", "back"],
    },
    { title: "run ending somebody", state: working, asks: [] },
    { title: "run that has ended somebody", state: ended(null), asks: [] },
    { title: "run that could not end somebody", state: ended(stays), asks: ["end_session"] },
  ];
}

async function undoScreens(): Promise<Picture[]> {
  const all = await surveyed(LIVE.stampAhead);
  const session = "2026-02-03-0405-abcd";
  const details = {
    id: session,
    at: "2026-02-03T04:05:06.000Z",
    done: "1",
    steps: "3",
    step: "upgrade",
  };
  const check = { name: "last_session", outcome: "warning", details } as const;
  const goesOn = { ...check, details: { ...details, state: "at_work" } };
  const seen = { ...all, checks: [...all.checks, check] };
  const connected = play(start(), { type: "connected", seen });
  const beside = { ...all, checks: [...all.checks, goesOn] };
  const working = play(connected, { type: "undo" });
  const stamp = { kind: "stamp", statements: ['DELETE FROM "public"."alembic_version"'] } as const;
  const backup = {
    kind: "backup",
    differences: [
      { key: "table public.call_stats", change: "extra", expected: null, actual: "table" },
    ],
    backup: {
      path: "/home/op/.local/state/restamp/backups/2026-02-03-0405-abcd.dump",
      bytes: 12_000,
      sha256: "ab12",
      proof: { level: "listed", reason: "container" },
      restore: "pg_restore",
    },
    first: [],
    last: [],
  } as unknown as Undo;
  const rows = [{ table: "public.users", backedUp: 40, now: 41, isLost: true }];
  const asked = play(working, {
    type: "undo_found",
    undo: stamp,
    since: { rows: [], objects: [] },
  });
  const losing = play(working, {
    type: "undo_found",
    undo: backup,
    since: { rows, objects: ["index public.users.by_name"] },
  });
  const undoing = play(asked, { type: "run" });
  const gone = new Problem("backup_gone", { path: "/b.dump", reason: "missing" });
  return [
    {
      title: "connection after an interrupted session",
      state: connected,
      asks: ["next", "retry", "undo"],
    },
    {
      title: "connection beside a session at work",
      state: play(start(), { type: "connected", seen: beside }),
      asks: ["next", "retry"],
    },
    { title: "undo at work", state: working, asks: [] },
    { title: "undo of a stamp", state: asked, asks: ["run", "back"] },
    { title: "undo that loses rows", state: losing, asks: ["typed", "back"] },
    {
      title: "undo after a mistake",
      state: play(losing, { type: "typed", text: "cals" }),
      asks: ["typed", "back"],
    },
    { title: "undo under way", state: undoing, asks: [] },
    { title: "undo asked to stop", state: play(undoing, { type: "interrupt" }), asks: [] },
    {
      title: "undo failed",
      state: play(undoing, { type: "failed", problem: gone }),
      asks: ["next"],
    },
    {
      title: "undo done",
      state: play(undoing, { type: "undone", undo: stamp, isDone: true, kept: null }),
      asks: ["next"],
    },
  ];
}

/** Its second revision fails on a table that somebody else has made meanwhile. */
function brokenUpgrade() {
  return createWorld(LIVE.stampAhead, {
    alembic: (command, { onLine }) => {
      if (command !== "upgrade head") return null;
      const lines = [
        "INFO  [alembic.runtime.migration] Running upgrade 9044ba1e3377 -> fb958ba03c93",
        "Traceback (most recent call last):",
        'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateTable) relation "call_stats" already exists',
      ];
      for (const line of lines) onLine?.(line);
      return said(command, lines, 1);
    },
  });
}

function withoutAnIndexAtHead<S extends { facts: ReadonlyMap<string, string> }>(snapshot: S): S {
  const facts = new Map(snapshot.facts);
  // Only the head has it, so the plan is still made for the database that is there.
  facts.delete("index public.users.ix_users_username_lower");
  return { ...snapshot, facts };
}

/** What goes on until it has ended, whoever wants to leave. */
export const isAtWork = ({ title }: Picture): boolean =>
  /^run (begun|at work|asked|asking|ending|that)/.test(title) ||
  /^undo (under way|asked)/.test(title);

/** Every intent that a key or a signal can send, with something for its arguments. */
export const INTENTS: readonly Intent[] = [
  { type: "next" },
  { type: "back" },
  { type: "retry" },
  { type: "move", by: 1 },
  { type: "move", by: -1 },
  { type: "run" },
  { type: "rehearse" },
  { type: "typed", text: "calls" },
  { type: "typed", text: ID.head },
  { type: "diagnose_again" },
  { type: "end_session" },
  { type: "undo" },
];
