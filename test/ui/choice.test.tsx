import { expect, test } from "vitest";
import type { RepairPath } from "../../src/core/plan/types.ts";
import { ID, type Live, tableOf } from "../session/chain.ts";
import { atPath, LIVE, play, surveyed } from "../session/states.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { cursor, good, bad, warning } = UNICODE.symbols;
const texts = text.plan;
const NEXT = { type: "next" } as const;

async function drawn(live: Live, path?: RepairPath): Promise<string> {
  return drawScreen(atPath(await surveyed(live), path));
}

test("the paths have the names of the written procedure, and say what they do", async () => {
  const frame = await drawn(LIVE.stampAhead);
  for (const { name, what } of [texts.paths.fresh, texts.paths.adopt, texts.paths.reset]) {
    expect(frame).toContain(name);
    expect(words(frame)).toContain(what);
  }
  expect(frame).not.toContain(`${texts.paths.upgrade.name}\n`);
});

test("exactly the recommended path has the badge, with the cursor on it", async () => {
  const frame = await drawn(LIVE.stampAhead);
  const badge = `${good} ${texts.recommended}`;
  expect(lineWith(frame, badge)).toBe(`${cursor} ${texts.paths.adopt.name}  ${badge}`);
  expect(frame.split(badge)).toHaveLength(2);
});

test("the cursor is drawn where it is", async () => {
  const frame = await drawn(LIVE.stampAhead, "reset");
  expect(lineWith(frame, cursor)).toBe(`${cursor} ${texts.paths.reset.name}`);
});

test("a path that cannot be taken stays there with the reason", async () => {
  const frame = words(await drawn(LIVE.stampAhead));
  expect(frame).toContain(`${bad} The database is not empty: public.calls, public.participants,`);
});

const REFUSED: readonly (readonly [Live, string])[] = [
  [LIVE.stampedEmpty, texts.refusal({ reason: "nothing_there" })],
  [LIVE.damaged, texts.refusal({ reason: "not_proven" })],
  [LIVE.pending, texts.refusal({ reason: "already_right" })],
  [
    LIVE.severalVersionTables,
    texts.refusal({
      reason: "several_version_tables",
      tables: ["public.alembic_version", "audit.alembic_version"],
    }),
  ],
  [
    { ...LIVE.stampedEmpty, otherTables: [tableOf("legacy.users", true)] },
    texts.refusal({ reason: "tables_elsewhere", tables: ["legacy.users"] }),
  ],
  [
    {
      ...LIVE.stampAhead,
      tableLinks: [{ constraint: "fk", table: "shop.orders", references: "public.users" }],
    },
    texts.refusal({ reason: "used_by_others", links: ["shop.orders.fk"] }),
  ],
];

test.each(REFUSED)("of %o it says why not: %s", async (live, reason) => {
  expect(words(await drawn(live))).toContain(`${bad} ${reason}`);
});

test("the automatic script says in capitals what it does", async () => {
  expect(await drawn(LIVE.stampAhead)).toContain("DESTROYS DATA:");
});

test("the reason for the recommendation names the proven revision", async () => {
  expect(words(await drawn(LIVE.stampAhead))).toContain(texts.reasons.adopt([ID.initial]));
  expect(words(await drawn(LIVE.stampedEmpty))).toContain(texts.reasons.fresh);
  expect(words(await drawn(LIVE.pending))).toContain(texts.reasons.upgrade);
});

test("where nothing is recommended there is no badge, and the reason why", async () => {
  for (const [live, reason] of [
    [LIVE.damaged, texts.reasons.ask_unproven],
    [LIVE.unstamped, texts.reasons.ask_candidates],
    [LIVE.severalVersionTables, texts.reasons.ask_tables],
  ] as const) {
    const frame = words(await drawn(live));
    expect(frame).not.toContain(`${good} ${texts.recommended}`);
    expect(frame).toContain(reason);
  }
});

test("where the written procedure would stamp something else, it says what and why not", async () => {
  const frame = words(await drawn(LIVE.unknownStamp));
  expect(frame).toContain(`${warning} ${texts.notTheWrittenOne(ID.initial, ID.friends)}`);
  expect(words(await drawn(LIVE.stampAhead))).not.toContain("written procedure");
});

test("the ways of clearing a stamp are commands, and the one that fails says at which revision", async () => {
  const frame = drawScreen(play(atPath(await surveyed(LIVE.stampedEmpty)), NEXT));
  expect(lineWith(frame, cursor)).toBe(`${cursor} alembic stamp base`);
  expect(frame).toContain("  DROP TABLE");
  expect(frame).toContain("  alembic downgrade base");
  expect(words(frame)).toContain(`${bad} ${texts.downgradeFails(ID.timezone)}`);
});

const MOVING = [ID.cleanup, ID.head];

test("the revisions to choose between have their messages, and what would then run", async () => {
  const asked = play(atPath(await surveyed(LIVE.unstamped), "adopt"), NEXT);
  const frame = drawScreen(play(asked, { type: "move", by: 1 }));
  expect(frame).toContain(texts.candidates.why);
  expect(lineWith(frame, ID.indexes)).toContain("Add performance indexes");
  expect(frame.replace(/\s+/g, " ")).toContain(
    texts.candidates.runs([ID.cleanup, ID.head], MOVING),
  );
  expect(lineWith(frame, cursor)).toContain(`${ID.cleanup}  Cleanup invalid friend links`);
  expect(frame).toContain(texts.candidates.runs([], MOVING));
  expect(frame).not.toContain(texts.recommended);
});
