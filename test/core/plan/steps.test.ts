import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/core/plan/make-plan.ts";
import { shownLines, versionRowsText } from "../../../src/core/plan/steps.ts";
import { REAL, realSituation } from "../builders.ts";

const ALEMBIC = "uv run alembic -c backend/alembic.ini";

describe("what is shown of a step", () => {
  test("of alembic is the command with the very arguments that it is run with", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[\w@:+-]+$/), { minLength: 1 }), (args) => {
        const [line = "", ...more] = shownLines({ kind: "alembic", args }, ALEMBIC);
        expect(line.slice(`${ALEMBIC} `.length).split(" ")).toEqual(args);
        expect(more).toEqual([]);
      }),
    );
  });

  test("of SQL is every statement, within the transaction that it runs in", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (statements) => {
        const lines = shownLines({ kind: "sql", statements }, ALEMBIC);
        expect(lines.at(0)).toBe("BEGIN;");
        expect(lines.at(-1)).toBe("COMMIT;");
        expect(lines.slice(1, -1).map((line) => line.slice(0, -1))).toEqual(statements);
        expect(lines.every((line) => line.endsWith(";"))).toBe(true);
      }),
    );
  });

  test("of a check is the command that asks alembic", () => {
    const action = { kind: "verify", heads: ["a"], leaves: [] } as const;
    expect(shownLines(action, ALEMBIC)).toEqual([`${ALEMBIC} current`]);
  });

  test("of a whole plan names each revision that it stamps and each object that it drops", () => {
    const situation = realSituation(REAL.photoUrl, ["gone"]);
    const shown = (path: "adopt" | "reset") =>
      makePlan(situation, { path }).steps.flatMap((s) => shownLines(s.action, ALEMBIC));
    expect(shown("adopt")).toEqual([
      `${ALEMBIC} stamp --purge ${REAL.photoUrl}`,
      `${ALEMBIC} upgrade head`,
      `${ALEMBIC} current`,
    ]);
    expect(shown("reset")).toEqual([
      "BEGIN;",
      "DROP TABLE public.call_stats, public.calls, public.participants, public.users;",
      "DROP TYPE public.call_status;",
      'DROP TABLE "public"."alembic_version";',
      "COMMIT;",
      `${ALEMBIC} upgrade head`,
      `${ALEMBIC} current`,
    ]);
  });
});

test("the statement that reads a version table quotes its name", () => {
  expect(versionRowsText({ schema: "public", name: "alembic_version" })).toBe(
    'SELECT version_num FROM "public"."alembic_version" ORDER BY version_num',
  );
  expect(versionRowsText({ schema: 'a"b', name: "c.d" })).toContain('"a""b"."c.d"');
});
