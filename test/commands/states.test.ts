import { expect, test } from "vitest";
import { HEAD, stampOf } from "../support/broken-databases.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { expectValid } from "../support/json-schema.ts";
import { expectedJson, look } from "../support/look.ts";
import { restampOn } from "../support/repairs.ts";
import { allStates } from "../support/states.ts";
import { untouched } from "../support/untouched.ts";

const TABLES = ["users", "calls", "participants", "call_stats", "friend_links"];

const toRepair = allStates()
  .filter(({ path }) => path !== "ask" && path !== "none")
  .map((state, at) => ({ ...state, asJson: at % 2 === 0 ? "plan" : "diagnose" }) as const);

test.for(toRepair)(
  "$name is told as $verdict, and its repair ends verified with every row kept",
  async ({ asJson, ...state }) => {
    const database = await state.make();
    const unchanged = await untouched(database);
    const { plan, code } = await look(state, database, asJson);
    expect(plan).toMatchObject({ code, stderr: "" });
    if (asJson === "plan") {
      expect(expectValid(plan.stdout)).toEqual(expectedJson(state, database));
    } else {
      expect(plan.stdout.match(/^\d\. /gm)).toHaveLength(state.steps.length);
      expect(plan.stdout.includes("alembic upgrade head")).toBe(state.steps.includes("upgrade"));
    }
    await unchanged();

    const { verdicts: _, drift: __, ...withoutDetails } = state;
    const columns = await columnsOf(database, TABLES);
    const before = await contents(database, columns);
    const ran = await restampOn(database, ["repair", "--yes", "--json"]);
    expect(ran.stderr).toContain("Repaired and verified.\n");
    expect(ran.code).toBe(0);
    expect(expectValid(ran.stdout, "repair")).toEqual({
      ...expectedJson(withoutDetails, database),
      verdict: "healthy",
      stamp: [HEAD],
      drift: [],
      findings: [],
      evidence: expect.objectContaining({ exact: true }),
      recommended: expect.objectContaining({ path: "none", steps: [] }),
      repaired: true,
      ran: expectedJson(state, database).recommended.steps,
      report: expect.stringMatching(/\.md$/),
      session: expect.stringMatching(/^\d{4}-/),
      // Neither was asked for.
      backup: null,
      rehearsal: null,
    });
    expect(await stampOf(database)).toEqual([HEAD]);
    expect(await contents(database, columns)).toEqual({
      ...before,
      ...Object.fromEntries((state.moves ?? []).map((table) => [table, expect.anything()])),
    });
    if (!state.verdict.startsWith("empty")) expect(before["users"]).toHaveLength(40);
  },
);
