import stringWidth from "string-width";
import { describe, expect, test, vi } from "vitest";
import { ID, tableOf } from "../session/chain.ts";
import { gallery } from "../session/gallery.ts";
import { atChain, atReview, LIVE, play, surveyed } from "../session/states.ts";
import { text } from "./draw.tsx";
import { type AppTerminal, openApp } from "./terminal.tsx";

const pictures = await gallery();

const widest = ({ frame }: AppTerminal) =>
  Math.max(
    ...frame()
      .split("\n")
      .map((l) => stringWidth(l)),
  );

describe.each([40, 60, 80])("at %i columns", (columns) => {
  test("no screen has a line that is longer than the terminal", async () => {
    for (const { title, state } of pictures) {
      const app = await openApp(state, { columns, rows: 30 });
      expect(widest(app), title).toBeLessThanOrEqual(columns);
      expect(app.frame().split("\n").length, title).toBeLessThanOrEqual(30);
    }
  });

  test("the diagnosis can be read in full", async () => {
    const seen = await surveyed(LIVE.stampAhead);
    const { words, frame } = await openApp(atChain(seen), { columns, rows: 40 });
    const [what, means] = text.diagnosis.sentences.stamp_ahead(seen.diagnosis);
    expect(words()).toContain(`${text.diagnosis.titles.stamp_ahead}. ${what} ${means}`);
    for (const revision of seen.diagnosis.revisions) expect(frame()).toContain(revision.id);
    expect(frame()).toMatch(new RegExp(`${ID.timezone} .*◀ stamp`));
    expect(frame()).toMatch(new RegExp(`${ID.initial} .*applied +◀ schema`));
  });

  test("the plan and what it destroys can be read in full", async () => {
    const state = atReview(await surveyed(LIVE.stampAhead), "reset");
    const { words } = await openApp(state, { columns, rows: 60 });
    expect(words()).toContain("DROP TABLE public.calls, public.participants, public.users;");
    expect(words()).toContain(
      "DATA WILL BE DESTROYED in: public.calls, public.participants, public.users.",
    );
    expect(words()).toContain("$ alembic upgrade head");
  });

  test("the header names the database at the very least", async () => {
    const { frame } = await openApp(atReview(await surveyed(LIVE.stampAhead)), { columns });
    expect(frame().split("\n")[0]).toMatch(/^6\/9 Review the plan +.*\/calls$/);
  });
});

test.each([40, 60, 80])(
  "at %i columns the list of tables says what is missing",
  async (columns) => {
    const state = play(atChain(await surveyed(LIVE.stampAhead)), { type: "back" });
    const { frame } = await openApp(state, { columns, rows: 40 });
    expect(frame()).toMatch(/cal\S* +MISSING/);
  },
);

test.each([
  [40, /^table +stamp says +rows$/m],
  [60, /^table +stamp says +rows +schema +owner$/m],
])(
  "at %i columns names of tables are whole, and the last columns give way",
  async (columns, heads) => {
    const state = play(atChain(await surveyed(LIVE.stampAhead)), { type: "back" });
    const { frame } = await openApp(state, { columns, rows: 40 });
    expect(frame()).toMatch(heads);
    expect(frame()).toMatch(/^call_stats +MISSING/m);
    expect(frame()).toMatch(/^participants +there +~40/m);
  },
);

test("a table with a very long name is cut, and shown to be cut", async () => {
  const otherTables = [tableOf(`audit.${"long_".repeat(20)}`, true)];
  const seen = await surveyed({ ...LIVE.stampAhead, otherTables });
  const app = await openApp(play(atChain(seen), { type: "back" }), { columns: 80, rows: 40 });
  expect(widest(app)).toBeLessThanOrEqual(80);
  expect(app.frame()).toMatch(/long_[\w]*… +not of the chain .*audit/);
});

test("wide characters count for what they take", async () => {
  const otherTables = [tableOf("audit.注文の一覧表注文の一覧表注文の一覧表注文の一覧表", true)];
  const seen = await surveyed({ ...LIVE.stampAhead, otherTables });
  const app = await openApp(play(atChain(seen), { type: "back" }), { columns: 80, rows: 40 });
  expect(widest(app)).toBeLessThanOrEqual(80);
});

test("a terminal that is made narrower is drawn anew", async () => {
  const app = await openApp(atChain(await surveyed(LIVE.stampAhead)), { columns: 100, rows: 40 });
  await app.resize(50, 40);
  await vi.waitFor(() => expect(widest(app)).toBeLessThanOrEqual(50), { interval: 2 });
  expect(app.words()).toContain("Stamp ahead of the schema.");
});
