import { expect, test } from "vitest";
import { hasEndedHealthy, recommendedIntent } from "../../src/session/autopilot.ts";
import { gallery } from "./gallery.ts";
import { atPath, LIVE, surveyed } from "./states.ts";

const answers = Object.fromEntries(
  (await gallery()).map(({ title, state }) => [title, recommendedIntent(state)?.type ?? "waits"]),
);

test("each screen is answered as recommended, and one that is at work is waited for", () => {
  expect(answers).toEqual({
    "connection at work": "waits",
    "connection failed": "waits",
    "connection failed and troubleshot": "leave",
    "connection ready": "next",
    "stamp at work": "waits",
    "stamp failed": "leave",
    "stamp ready": "next",
    "tables at work": "waits",
    "tables recording": "waits",
    "tables failed": "leave",
    "tables ready": "next",
    chain: "next",
    "healthy chain": "next",
    path: "next",
    "path on a refused one": "leave",
    "path of a damaged one": "leave",
    clear: "next",
    "clear on a refused one": "next",
    candidate: "leave",
    review: "run",
    "review of the clearing": "run",
    "review that destroys": "run",
    consent: "leave",
    "consent after a mistake": "leave",
    "run begun": "waits",
    "run at work": "waits",
    "run asked to stop": "waits",
    "run ended": "next",
    "run failed": "next",
    "verify good": "next",
    "verify bad": "next",
    "report being saved": "next",
    "report saved": "next",
    "report not saved": "next",
    "report of a failure": "next",
    "report of an unverified end": "next",
    "run that waits for somebody": "waits",
    "run asking whom to end": "waits",
    "run asking after a mistake": "waits",
    "run ending somebody": "waits",
    "run that has ended somebody": "waits",
    "run that could not end somebody": "waits",
    "connection after an interrupted session": "next",
    "connection beside a session at work": "next",
    "undo at work": "leave",
    "undo of a stamp": "leave",
    "undo that loses rows": "leave",
    "undo after a mistake": "leave",
    "undo under way": "leave",
    "undo asked to stop": "leave",
    "undo failed": "leave",
    "undo done": "leave",
  });
});

test("it never types a name, and takes no path that is not recommended", async () => {
  expect(Object.values(answers)).not.toContain("typed");
  const seen = await surveyed(LIVE.stampAhead);
  expect(recommendedIntent(atPath(seen, "reset"))).toEqual({ type: "leave" });
});

test("only a verified repair, or a healthy database that was left alone, is a healthy end", async () => {
  const healthy = (await gallery())
    .filter(({ state }) => hasEndedHealthy(state))
    .map(({ title }) => title);
  expect(healthy).toEqual([
    "healthy chain",
    "run ended",
    "verify good",
    "report being saved",
    "report saved",
    "report not saved",
  ]);
});
