import { expect, test } from "vitest";
import { ID, type Live, PROJECT, tableOf } from "../session/chain.ts";
import { atChain, LIVE, surveyed } from "../session/states.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { revision, pointer, good, bad, warning } = UNICODE.symbols;
const texts = text.diagnosis;

async function drawn(live: Live): Promise<string> {
  return drawScreen(atChain(await surveyed(live)));
}

test("every revision is there in order, with its message", async () => {
  const frame = await drawn(LIVE.stampAhead);
  const ids = [...frame.matchAll(/^. ([0-9a-z]{12}) (\S+)/gm)].map(([, id]) => id);
  expect(ids).toEqual(PROJECT.graph.order.map(({ id }) => id));
  expect(lineWith(frame, ID.photo)).toContain("Add photo_url to users");
});

test("a mark and a word say what the schema has of each revision", async () => {
  const frame = await drawn(LIVE.stampAhead);
  expect(lineWith(frame, `${ID.initial} `)).toMatch(new RegExp(`^${revision.applied} .*applied`));
  expect(lineWith(frame, ID.callStats)).toMatch(new RegExp(`^${revision.absent} .*not there`));
  expect(lineWith(frame, ID.cleanup)).toMatch(new RegExp(`^${revision.no_trace} .*data only`));
});

test("stamp and schema point to where each says the database is", async () => {
  const frame = await drawn(LIVE.stampAhead);
  expect(lineWith(frame, `${pointer} stamp`)).toContain(ID.timezone);
  expect(lineWith(frame, `${pointer} schema`)).toContain(ID.initial);
});

test("where both point to the same revision it is said once", async () => {
  const frame = await drawn(LIVE.healthy);
  expect(lineWith(frame, `${pointer} both`)).toContain(ID.head);
  expect(frame).not.toContain(`${pointer} stamp`);
});

test("an empty schema points below the first revision", async () => {
  const frame = await drawn(LIVE.stampedEmpty);
  expect(frame.split("\n")[0]).toMatch(new RegExp(`\\(base\\) .*${pointer} schema`));
});

test.each([
  [ID.timezone, "an upgrade fails at the first one that needs them"],
  [ID.head, "an upgrade ends without an error, and creates nothing"],
])("of an empty database with the stamp %s it is said that %s", async (stamp, comes) => {
  const frame = words(drawScreen(atChain(await surveyed({ schema: null, stamp: [stamp] }))));
  expect(frame).toContain(comes);
});

test("the revisions that a schema fits equally well are all pointed at", async () => {
  const frame = await drawn(LIVE.unstamped);
  for (const id of [ID.indexes, ID.cleanup, ID.head]) {
    expect(lineWith(frame, id)).toContain(`${pointer} ${texts.fitsMark}`);
  }
  expect(lineWith(frame, ID.friends)).not.toContain(pointer);
});

test.each(Object.entries(LIVE))(
  "the diagnosis of a %s database is a title and two sentences",
  async (_, live) => {
    const seen = await surveyed(live);
    const { verdict } = seen.diagnosis;
    const frame = words(drawScreen(atChain(seen)));
    const [what, means] = texts.sentences[verdict](seen.diagnosis);
    const sign = ["healthy", "pending", "empty"].includes(verdict) ? good : bad;
    expect(frame).toContain(`${sign} ${texts.titles[verdict]}. ${what} ${means}`);
  },
);

test("objects that differ are listed with what was expected and what is", async () => {
  const column = "column public.users.photo_url";
  const frame = await drawn({ ...LIVE.healthy, facts: { [column]: "text" } });
  expect(frame).toContain(texts.difference.changed(column));
  expect(frame).toContain(texts.expected("character varying(2048)"));
  expect(frame).toContain(texts.actual("text"));
});

test("missing and foreign objects are told apart", async () => {
  const frame = await drawn(LIVE.damaged);
  expect(frame).toContain(texts.difference.missing("column public.users.email"));
  expect(frame).toContain(texts.difference.extra("column public.users.phone"));
});

test("an index made by hand on a table of the chain is shown, whatever else is right", async () => {
  const index = "index public.users.by_hand";
  const frame = await drawn({ ...LIVE.stampAhead, facts: { [index]: "CREATE INDEX" } });
  expect(frame).toContain(texts.difference.extra(index));
});

test("a database without the chain's objects is not listed object by object", async () => {
  expect(await drawn(LIVE.stampedEmpty)).not.toContain("missing  ");
});

test("of very many differences the first thirty are listed, and the rest counted", async () => {
  const facts = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`index public.users.x${at + 10}`, "CREATE INDEX"]),
  );
  const frame = await drawn({ ...LIVE.healthy, facts });
  expect(frame.match(/^extra/gm)).toHaveLength(30);
  expect(frame).toContain(texts.more(10));
});

test("tables of the chain's names in another schema raise the question of the search_path", async () => {
  const frame = await drawn({ ...LIVE.stampedEmpty, otherTables: [tableOf("legacy.users", true)] });
  expect(lineWith(frame, "legacy.users").startsWith(warning)).toBe(true);
  expect(words(frame)).toContain("Is the search_path right?");
});

test("tables of others are counted, and it is said that they are left alone", async () => {
  const otherTables = [tableOf("audit.log", true), tableOf("audit.orders", false)];
  expect(await drawn({ ...LIVE.healthy, otherTables })).toContain(texts.unmanaged(2));
});
