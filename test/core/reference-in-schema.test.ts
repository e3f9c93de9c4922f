import { expect, test } from "vitest";
import { referenceInSchema } from "../../src/core/reference-in-schema.ts";
import { linearChain } from "./builders.ts";

const { reference } = linearChain([
  {
    "table public.t": "table",
    "column public.t.id": "integer default nextval('public.t_id_seq'::regclass)",
    "table other.t": "table",
    "view public.v": "SELECT t.republic.a FROM public.t",
  },
]);

test.each([
  ["tenant", "tenant"],
  // As the server writes a name that is a word of SQL, or no plain one.
  ["user", '"user"'],
  ["Tenant $1", '"Tenant $1"'],
])("in the schema %j the chain's own objects are there, and no other moves", (schema, written) => {
  const moved = referenceInSchema(reference, schema);
  expect(moved.versionTable).toEqual({ schema, name: "alembic_version" });
  expect(moved.revisions[0]?.added).toEqual({
    [`table ${written}.t`]: "table",
    [`column ${written}.t.id`]: `integer default nextval('${written}.t_id_seq'::regclass)`,
    "table other.t": "table",
    [`view ${written}.v`]: `SELECT t.republic.a FROM ${written}.t`,
  });
});

test("in its own schema nothing is changed", () => {
  expect(referenceInSchema(reference, "public")).toBe(reference);
});
