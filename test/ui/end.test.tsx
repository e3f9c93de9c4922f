import { expect, test } from "vitest";
import { ID, tableOf } from "../session/chain.ts";
import { said } from "../session/fakes.ts";
import { gallery } from "../session/gallery.ts";
import { atEnd, LIVE, play } from "../session/states.ts";
import { createWorld } from "../session/world.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { verify, report } = text.screens;
const { good, bad, warning } = UNICODE.symbols;
const NEXT = { type: "next" } as const;

const pictures = await gallery();
function frameOf(title: string): string {
  const found = pictures.find((each) => each.title === title);
  if (!found) throw new Error(title);
  return drawScreen(found.state);
}

test("a verified end says that it was read on a new connection", () => {
  expect(frameOf("verify good")).toContain(`${good} ${verify.good}`);
});

test("every table that the head should have is listed as there", () => {
  const frame = frameOf("verify good");
  for (const name of ["calls", "participants", "users", "call_stats", "friend_links"]) {
    expect(frame).toContain(`${good} public.${name}\n`);
  }
});

test("alembic's own word and the version table stand side by side", () => {
  const frame = frameOf("verify good");
  expect(frame).toContain("$ alembic current\n│ g1h2i3j4k5l6 (head)");
  expect(frame).toContain(verify.stamp("g1h2i3j4k5l6"));
});

test("an end that is not verified shows every difference", () => {
  const frame = frameOf("verify bad");
  expect(frame).toContain(`${bad} ${verify.bad}`);
  expect(frame).toContain("missing  index public.users.ix_users_username_lower");
});

test("what a plan does not mend is shown at the end, and not called the head's schema", async () => {
  const index = "index public.users.ix_users_last_seen_at";
  const photo = "column public.users.photo_url";
  const world = createWorld(
    { ...LIVE.healthy, facts: { [photo]: null, [index]: null } },
    {
      alembic: (command) => {
        if (command !== `upgrade ${ID.photo}`) return null;
        world.change({ facts: { [index]: null } });
        return said(command, []);
      },
    },
  );
  const { state } = await atEnd(world, "replay");
  const frame = words(drawScreen(play(state, NEXT)));
  expect(frame).toContain(`${warning} ${verify.left} missing ${index}`);
  expect(frame).not.toContain(verify.good);
});

test("a table that is missing at the end is marked", async () => {
  const world = createWorld(LIVE.stampAhead, {
    alembic: (command) => {
      if (command !== "upgrade head") return null;
      world.change({ schema: "d1e2f3a4b5c6", stamp: ["g1h2i3j4k5l6"] });
      return said(command, []);
    },
  });
  const { state } = await atEnd(world);
  const frame = drawScreen(play(state, NEXT));
  expect(frame).toContain(`${bad} public.friend_links`);
  expect(frame).toContain(`${good} public.users`);
});

test("an alembic that fails at the end is shown with its error", async () => {
  let asked = 0;
  const world = createWorld(LIVE.stampAhead, {
    alembic: (command) => {
      if (command === "current") asked += 1;
      return command === "current" && asked > 1
        ? said(command, ["FAILED: no such file"], 255)
        : null;
    },
  });
  const { state } = await atEnd(world);
  const frame = drawScreen(play(state, NEXT));
  expect(frame).toContain(`${bad} ${verify.bad}`);
  expect(frame).toContain("│ FAILED: no such file");
});

test("tables of others are counted as left alone", async () => {
  const otherTables = [tableOf("audit.log", true), tableOf("audit.orders", true)];
  const { state } = await atEnd(createWorld({ ...LIVE.stampAhead, otherTables }));
  expect(drawScreen(play(state, NEXT))).toContain(verify.extra(2));
});

test("the report says what was, what was done and what is", () => {
  const frame = words(frameOf("report saved"));
  expect(frame).toContain(`${good} ${text.cli.repaired}`);
  expect(frame).toContain(`${report.was} The stamp says c7a3d9e12f8b, but the schema is exactly`);
  const { stamp_proven, upgrade, verify: check } = text.plan.steps;
  expect(frame).toContain(`${report.did} ${stamp_proven}; ${upgrade}; ${check}`);
  expect(frame).toContain(`${report.is} Stamp and schema agree`);
});

test("where the report is can be read, and that undo notes are in it", () => {
  const frame = frameOf("report saved");
  expect(frame).toContain(report.saved("/home/op/.local/state/restamp/reports/restamp-1.md"));
  expect(frame).toContain(report.undo);
});

test("a report that is still being saved is not called saved", () => {
  const frame = frameOf("report being saved");
  expect(frame).toContain(report.saving);
  expect(frame).not.toContain("Saved as");
});

test("a report that could not be saved says so, and the repair stays a success", () => {
  const frame = words(frameOf("report not saved"));
  expect(frame).toContain(`${good} ${text.cli.repaired}`);
  expect(frame).toContain("The report could not be saved.");
  expect(frame).toContain("ENOSPC");
  expect(frame).not.toContain(report.undo);
});

test("the report of a failure repeats what stopped it, and lists only what was done", () => {
  const frame = frameOf("report of a failure");
  expect(lineWith(frame, "alembic upgrade head failed").startsWith(bad)).toBe(true);
  expect(lineWith(frame, `  ${report.did} `).trimEnd()).toMatch(
    new RegExp(`${text.plan.steps.stamp_proven}$`),
  );
  expect(frame).not.toContain(text.cli.repaired);
});

test("a plan that was refused before its first step has done nothing", async () => {
  const world = createWorld(LIVE.stampAhead);
  let reads = 0;
  const changed = createWorld(LIVE.stampAhead, {
    see: (snapshot) => {
      reads += 1;
      return reads > 2 ? { ...snapshot, versionTables: [] } : snapshot;
    },
  });
  expect(world.saved).toEqual([]);
  const { state } = await atEnd(changed);
  const frame = words(drawScreen(play(state, NEXT)));
  expect(frame).toContain("The database has changed since the plan was made. Nothing was run.");
  expect(frame).toContain(`${report.did} ${text.report.none}`);
});
