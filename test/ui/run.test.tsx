import { expect, test } from "vitest";
import { BLOCKER, gallery } from "../session/gallery.ts";
import { atRun, LIVE, play, surveyed } from "../session/states.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { run } = text.screens;
const { good, bad, busy, waiting, warning } = UNICODE.symbols;
const { stamp_proven, upgrade, verify } = text.plan.steps;

const pictures = await gallery();
function frameOf(title: string): string {
  const found = pictures.find((each) => each.title === title);
  if (!found) throw new Error(title);
  return drawScreen(found.state);
}

test("before the first step all steps wait", () => {
  const lines = frameOf("run begun").split("\n");
  expect(lines.slice(0, 3)).toEqual([
    `${waiting} ${stamp_proven}`,
    `${waiting} ${upgrade}`,
    `${waiting} ${verify}`,
  ]);
  expect(lines[3]).toContain(run.running(0, 3));
});

test("what is done, what is running and what is to come are told apart, with the times", () => {
  const frame = frameOf("run at work");
  expect(frame).toContain(`${good} ${stamp_proven}  ${run.elapsed(0.4)}`);
  expect(frame).toContain(`${busy} ${upgrade}`);
  expect(frame).toContain(`${waiting} ${verify}`);
  expect(frame).toContain(`${run.running(1, 3)}, ${run.elapsed(2)}`);
});

test("alembic's own lines are shown, the last ten of them", async () => {
  let state = atRun(await surveyed(LIVE.stampAhead));
  for (let at = 1; at <= 14; at += 1) {
    state = play(state, { type: "ran", event: { event: "line", line: `INFO ${at}.` }, at });
  }
  const shown = drawScreen(state).match(/INFO \d+\./g);
  expect(shown?.length).toBe(10);
  expect(shown?.at(-1)).toBe("INFO 14.");
});

test("after the first Ctrl+C it says what the second one does", () => {
  expect(words(frameOf("run asked to stop"))).toContain(`${warning} ${run.stop.asked}`);
  expect(words(frameOf("run at work"))).not.toContain(run.stop.asked);
});

test("the end says how to see what the database is now", () => {
  expect(frameOf("run ended")).toContain(`${good} ${run.ended}`);
});

test("a failure marks its step, says what, why and what next, and shows the last lines", () => {
  const frame = frameOf("run failed");
  expect(frame).toContain(`${good} ${stamp_proven}`);
  expect(frame).toContain(`${bad} ${upgrade}`);
  expect(frame).toContain(`${waiting} ${verify}`);
  expect(lineWith(frame, "alembic upgrade head failed").startsWith(bad)).toBe(true);
  expect(words(frame)).toContain("A revision creates an object that is already in the database.");
  expect(words(frame)).toContain(run.failed);
  expect(frame).toContain("Traceback (most recent call last):");
});

test("whom alembic waits for is shown until it goes on", async () => {
  const begun = atRun(await surveyed(LIVE.stampAhead));
  const at = 3000;
  const blocked = play(begun, {
    type: "ran",
    event: { event: "blocked", blockers: [BLOCKER] },
    at,
  });
  const frame = words(drawScreen(blocked));
  expect(frame).toContain(
    "alembic waits for a lock that process 4711 (role app, psql, idle in transaction, for 3 min) holds.",
  );
  expect(frame).toContain("Last statement: UPDATE users SET a = 1");
  expect(frame).toContain("Ctrl+C twice");
  const on = play(blocked, { type: "ran", event: { event: "blocked", blockers: [] }, at });
  expect(words(drawScreen(on))).not.toContain("alembic waits");
});
