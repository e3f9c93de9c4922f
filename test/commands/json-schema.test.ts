/** The published schema knows every word that restamp can say, and nothing else passes for it. */
import { expect, test } from "vitest";
import { textFor } from "../../src/text/index.ts";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { faultsOf, SCHEMA } from "../support/json-schema.ts";
import { restampOn } from "../support/repairs.ts";
import { allStates } from "../support/states.ts";

const text = textFor("en");
const wrong = populatedDatabases(FIRST, WRONG);

test.each([
  ["verdict", Object.keys(text.diagnosis.titles)],
  ["problem_code", Object.keys(text.problems)],
])("every %s is listed", (name, known) => {
  const { enum: listed } = SCHEMA.$defs[name] as { readonly enum: readonly string[] };
  expect([...listed].sort()).toEqual(known.sort());
});

test("there is a state in the tests for every verdict that is listed", () => {
  const { enum: listed } = SCHEMA.$defs["verdict"] as { readonly enum: readonly string[] };
  const reached = new Set<string>(allStates().map(({ verdict }) => verdict));
  expect(listed.filter((verdict) => !reached.has(verdict))).toEqual([]);
});

test("what has a field too many or too few, or a word that is not listed, is no diagnosis", async () => {
  const ran = await restampOn(await wrong(), ["diagnose", "--json"]);
  const seen = JSON.parse(ran.stdout);
  expect(faultsOf(seen)).toEqual([]);
  for (const field of Object.keys(seen)) {
    const { [field]: _, ...rest } = seen;
    expect(faultsOf(rest, "diagnosis"), field).not.toEqual([]);
  }
  const [revision] = seen.revisions;
  const wrongs = {
    extra: { ...seen, surplus: 1 },
    inside: { ...seen, database: { ...seen.database, surplus: 1 } },
    inList: { ...seen, revisions: [{ ...revision, surplus: 1 }] },
    verdict: { ...seen, verdict: "fine" },
    path: { ...seen, recommended: { ...seen.recommended, path: "guess" } },
    finding: { ...seen, findings: [{ code: "invented", items: [], message: "" }] },
    error: { error: { code: "invented", kind: "bug", what: "", why: "", next: "" } },
  };
  for (const [name, value] of Object.entries(wrongs)) expect(faultsOf(value), name).not.toEqual([]);
});
