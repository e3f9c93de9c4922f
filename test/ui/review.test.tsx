import { expect, test } from "vitest";
import type { BackupOffer } from "../../src/core/backup.ts";
import type { RepairPath } from "../../src/core/plan/types.ts";
import { Problem } from "../../src/core/problem.ts";
import type { Rehearsal } from "../../src/core/rehearsal.ts";
import { ID, type Live, PROJECT } from "../session/chain.ts";
import { atPath, atReview, LIVE, play, screenOf, surveyed } from "../session/states.ts";
import type { WorldOptions } from "../session/world.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { review, consent } = text.screens;
const { bad, warning } = UNICODE.symbols;
const NEXT = { type: "next" } as const;
const RUN = { type: "run" } as const;

async function drawn(live: Live, path?: RepairPath): Promise<string> {
  return drawScreen(atReview(await surveyed(live), path));
}

test("every step has a number, a name, a danger and the command that will run", async () => {
  const frame = await drawn(LIVE.stampAhead);
  expect(frame).toContain(
    `1. ${text.plan.steps.stamp_proven}  writes\n   $ alembic stamp ${ID.initial}`,
  );
  expect(frame).toContain(`2. ${text.plan.steps.upgrade}  writes\n   $ alembic upgrade head`);
  expect(frame).toContain(`3. ${text.plan.steps.verify}  reads only\n   $ alembic current`);
});

test("every revision that the upgrade will run is named", async () => {
  const frame = words(await drawn(LIVE.stampAhead));
  const rest = PROJECT.graph.order.map(({ id }) => id).filter((id) => id !== ID.initial);
  expect(frame).toContain(review.runs(rest));
});

test("clearing with alembic and clearing by SQL show what each will run", async () => {
  const clear = play(atPath(await surveyed(LIVE.stampedEmpty)), NEXT);
  expect(drawScreen(play(clear, NEXT))).toContain("$ alembic stamp base");
  const dropping = drawScreen(play(clear, { type: "move", by: 1 }, NEXT));
  expect(words(dropping)).toContain('> BEGIN; DROP TABLE "public"."alembic_version"; COMMIT;');
});

test("an unknown stamp is purged, and the command says so", async () => {
  expect(await drawn(LIVE.unknownStamp)).toContain(`$ alembic stamp --purge ${ID.friends}`);
});

test("a plan that only adds says that no table is deleted", async () => {
  const frame = words(await drawn(LIVE.stampAhead));
  // The two data migrations meet rows here, and none in an empty database.
  expect(frame).toContain(review.keepsRows([ID.cleanup, ID.head]));
  expect(words(await drawn(LIVE.stampedEmpty))).toContain(review.keepsRows([]));
  expect(frame).not.toContain("DESTROY");
});

test("the statements that destroy are all shown, with the danger in capitals", async () => {
  const frame = await drawn(LIVE.stampAhead, "reset");
  expect(lineWith(frame, "1. ")).toContain("DESTROYS DATA");
  for (const statement of [
    "BEGIN;",
    "DROP TABLE public.calls, public.participants, public.users;",
    "DROP TYPE public.call_status;",
    'DROP TABLE "public"."alembic_version";',
    "COMMIT;",
  ]) {
    expect(frame).toContain(statement);
  }
  expect(words(frame)).toContain(
    `${bad} ${review.destroys("public.calls, public.participants, public.users")}`,
  );
  expect(frame).not.toContain("No step deletes a table");
});

test("it says that nothing was changed yet, which key runs, and that no backup is wanted", async () => {
  const frame = words(await drawn(LIVE.stampAhead));
  expect(frame).toContain(review.ready.ready);
  expect(frame).toContain("No backup is made (--backup none).");
});

const READY = {
  kind: "ready",
  version: "17.2",
  folder: "/home/op/backups",
  size: 3 * 1024 ** 2,
  free: 40 * 1024 ** 3,
} as const;

const reviewing = async (offer: BackupOffer) =>
  atReview(await surveyed(LIVE.stampAhead), undefined, offer);

test("a backup is announced with its program, its place and its size", async () => {
  const frame = words(drawScreen(await reviewing(READY)));
  expect(frame).toContain("pg_dump 17.2, 3.0 MB of tables, into /home/op/backups (40 GB free)");
});

test("without a backup the database's name is asked for, and why is said twice", async () => {
  const problem = new Problem("no_pg_dump", { server: "17.2", tried: "15.3" });
  const state = await reviewing({ kind: "impossible", problem });
  expect(words(drawScreen(state))).toContain("NO BACKUP CAN BE MADE. No pg_dump was found");
  const asked = play(state, RUN);
  expect(asked.screen.name).toBe("consent");
  const frame = words(drawScreen(asked));
  expect(frame).toContain(consent.withoutBackup);
  expect(frame).toContain("Found: 15.3.");
  expect(frame).not.toContain(consent.title);
  expect(play(asked, { type: "typed", text: "wrong" }).screen.name).toBe("consent");
  expect(play(asked, { type: "typed", text: "calls" }).screen.name).toBe("run");
});

async function consenting(live: Live, options: WorldOptions = {}) {
  return play(atReview(await surveyed(live, options), "reset"), RUN);
}

test("the consent lists every table whose rows will be lost, and names the database", async () => {
  const frame = drawScreen(await consenting(LIVE.stampAhead));
  expect(frame).toContain(`${bad} ${consent.title}`);
  expect(frame.match(/^ {2}public\.\w+$/gm)).toEqual([
    "  public.calls",
    "  public.participants",
    "  public.users",
  ]);
  expect(words(frame)).toContain(consent.ask("calls"));
  expect(frame).toContain(consent.escape);
});

test("tables without rows are not listed among the lost ones", async () => {
  const frame = drawScreen(
    await consenting(LIVE.stampAhead, {
      see: (snapshot) => ({
        ...snapshot,
        tables: snapshot.tables.map((t) => ({ ...t, hasRows: t.name === "users" })),
      }),
    }),
  );
  expect(frame).toContain("  public.users");
  expect(frame).not.toContain("  public.calls");
});

test("a wrong name is shown as it was typed, and that nothing was done", async () => {
  const state = play(await consenting(LIVE.stampAhead), { type: "typed", text: "Calls" });
  expect(drawScreen(state)).toContain(`${warning} ${consent.mistaken("Calls")}`);
  expect(screenOf(state, "consent").typed).toBe("Calls");
});

test("a plan that drops a table does not say that no table is deleted", async () => {
  const clear = play(atPath(await surveyed(LIVE.stampedEmpty)), NEXT);
  const dropping = play(clear, { type: "move", by: 1 }, NEXT);
  const bare = atReview(await surveyed({ ...LIVE.stampAhead, filled: false }), "reset");
  for (const state of [dropping, bare]) {
    const frame = words(drawScreen(state));
    expect(frame).toContain("DROP TABLE");
    expect(frame).not.toContain("No step deletes a table");
  }
});

const REHEARSAL: Rehearsal = {
  source: "rows",
  took: [400, 800, 300],
  rowChanges: [{ table: "public.users", inserted: 0, updated: 40, deleted: 2 }],
  made: ["public.call_stats"],
  dropped: [],
  changes: [
    { key: "index public.users.ix_age", change: "extra", expected: null, actual: "(age)" },
    { key: "column public.users.age", change: "changed", expected: "integer", actual: "bigint" },
    { key: "column public.users.fax", change: "missing", expected: "text", actual: null },
  ],
  problem: null,
};

test("what it would take with the rows is said before it is asked for", async () => {
  const state = atReview(await surveyed(LIVE.stampAhead, { rehearse: "schema" }));
  const { plan } = screenOf(state, "review");
  const rows = { bytes: 1_500_000_000, seconds: 250 };
  const looked = { type: "backup_looked", plan, offer: { kind: "declined" }, rows } as const;
  const outcome = { kind: "rehearsed", rehearsal: { ...REHEARSAL, source: "schema" } } as const;
  const known = play(state, looked, { type: "rehearsed", plan, outcome });
  expect(words(drawScreen(known))).toContain("r does so: 1.4 GB, roughly 5 min.");
});

async function rehearsed(rehearsal: Rehearsal): Promise<string> {
  const seen = await surveyed(LIVE.stampAhead, { rehearse: "rows" });
  const state = atReview(seen);
  const { plan } = screenOf(state, "review");
  const outcome = { kind: "rehearsed", rehearsal } as const;
  return words(drawScreen(play(state, { type: "rehearsed", plan, outcome })));
}

test("while it rehearses it says so, and which key will run the plan then", async () => {
  const state = atReview(await surveyed(LIVE.stampAhead, { rehearse: "schema" }));
  const { plan } = screenOf(state, "review");
  expect(words(drawScreen(state))).toContain("Rehearsing: making a clone of the database");
  const second = drawScreen(play(state, { type: "rehearsing", plan, step: 1 }));
  expect(words(second)).toContain(`Rehearsing on a clone: ${text.plan.steps.upgrade}`);
  expect(words(second)).toContain(review.ready.waiting);
});

test("a rehearsal tells how long it took, what it made and which rows it changed", async () => {
  const frame = await rehearsed(REHEARSAL);
  expect(frame).toContain("Rehearsed on a clone with every row: it ends verified, in 1.5 s.");
  expect(frame).toContain("New tables: public.call_stats.");
  expect(frame).toMatch(/Stamp what the schema proves writes ✓ 0\.4 s on the clone/);
  expect(frame).toMatch(/Verify on a new connection reads only ✓ 0\.3 s on the clone/);
  expect(frame).toContain("Rows of public.users: 0 inserted, 40 changed, 2 deleted.");
  expect(frame).toContain("+ index public.users.ix_age: (age)");
  expect(frame).toContain("~ column public.users.age: integer → bigint");
  expect(frame).toContain("- column public.users.fax");
  expect(frame).toContain(review.ready.ready);
});

test("a rehearsal that failed says at which step, why, and that nothing can be run", async () => {
  const problem = new Problem("step_failed", {
    command: "alembic upgrade head",
    failure: "other",
    line: "UniqueViolation: key (a)=(1) is duplicated",
  });
  const frame = await rehearsed({ ...REHEARSAL, took: [400, null, null], problem });
  expect(frame).toContain(`at: ${text.plan.steps.upgrade}.`);
  expect(frame).toContain("UniqueViolation");
  expect(frame).toMatch(/Run the missing revisions writes ✗ failed on the clone/);
  expect(frame).not.toMatch(/reads only [✓✗]/);
  expect(frame).toContain(review.ready.blocked);
});
