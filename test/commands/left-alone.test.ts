import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { look } from "../support/look.ts";
import { expectAgreement, expectOneMessage, restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { allStates } from "../support/states.ts";
import { untouched } from "../support/untouched.ts";

const states = allStates();
const toAsk = states
  .filter(({ path }) => path === "ask")
  .map((state, at) => ({ ...state, json: at % 2 === 0 ? [] : ["--json"] }));

test.for(toAsk)(
  "$name is told as $verdict, and its repair is left to a person",
  async ({ json, ...state }) => {
    const database = await state.make();
    const unchanged = await untouched(database);
    const home = temporaryFolder();
    const { plan } = await look(state, database, "diagnose");
    const repair = ["repair", "--yes", ...json];
    for (const ran of [plan, await restampOn(database, repair, { home })]) {
      expect(ran.code).toBe(4);
      expectOneMessage({ ...ran, stdout: "" });
      if (ran.stdout === "") continue;
      expect(JSON.parse(ran.stdout)).toEqual({
        error: {
          code: "choice_needed",
          kind: "operator",
          what: expect.any(String),
          why: expect.any(String),
          next: expect.any(String),
        },
      });
    }
    await unchanged();
    // No report of a run that never was.
    expect(readdirSync(home)).toEqual([]);
  },
);

test("a healthy database is told as such, and neither plan nor repair does anything", async () => {
  const state = states.find(({ verdict }) => verdict === "healthy");
  if (!state) throw new Error("no such state");
  const database = await state.make();
  const unchanged = await untouched(database);
  const { plan } = await look(state, database, "diagnose");
  expect(plan).toMatchObject({ code: 0, stdout: "Nothing to repair.\n", stderr: "" });
  expectAgreement(await restampOn(database, ["repair", "--yes"]));
  const { code, stdout } = await restampOn(database, ["repair", "--yes", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "healthy", repaired: true, ran: [] });
  await unchanged();
});
