import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  at,
  quoteIdent,
  REAL,
  realChain,
  realSchema,
  realSituation,
  situationOf,
  snapshotOf,
  versionTable,
} from "../builders.ts";
import { anyChain } from "../generators.ts";

describe("tables that the chain did not make", () => {
  test("never change anything that is said of the chain, whatever they are called", () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).map((text) => quoteIdent(`own ${text}`));
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.nat(), fc.array(name), (chain, k, s, names) => {
        const schema = at(chain.schemas, k % chain.schemas.length);
        const stamp = [[at(chain.ids, s % chain.ids.length)], null, []][s % 3] ?? null;
        const more = new Map(schema);
        for (const each of names) {
          more.set(`table public.${each}`, "table");
          more.set(`column public.${each}.id`, "integer");
          more.set(`sequence public.${each}`, "bigint");
        }
        const alone = situationOf(chain, snapshotOf(schema, { stamp })).diagnosis;
        const beside = situationOf(chain, snapshotOf(more, { stamp })).diagnosis;
        expect(beside).toEqual({
          ...alone,
          unmanaged: [...new Set(names)].map((each) => `public.${each}`),
        });
      }),
      { numRuns: 60 },
    );
  });

  test("are listed, and alembic's version table is not among them", () => {
    const { diagnosis } = realSituation(REAL.photoUrl, [REAL.photoUrl], (facts) => {
      facts.set("table public.spatial_ref_sys", "table");
      facts.set("table billing.invoices", "table");
    });
    expect(diagnosis.verdict).toBe("pending");
    expect(diagnosis.unmanaged).toEqual(["public.spatial_ref_sys", "billing.invoices"]);
    expect(diagnosis.drift).toEqual([]);
  });

  test("are taken for the chain's own when they stand where the chain would put its table", () => {
    const { diagnosis } = realSituation(REAL.photoUrl, [REAL.photoUrl], (facts) => {
      facts.set("table public.friend_links", "table");
    });
    expect(diagnosis.verdict).not.toBe("pending");
    expect(diagnosis.evidence).toMatchObject({ exact: false, candidates: [] });
    expect(diagnosis.drift).toMatchObject([{ key: "table public.friend_links", change: "extra" }]);
    expect(diagnosis.unmanaged).toEqual([]);
  });
});

describe("tables of the chain's names in another schema", () => {
  test("are reported, and a database that has no others is still called empty", () => {
    const { diagnosis } = realSituation(null, null, (facts) => {
      facts.set("table tenant.users", "table");
      facts.set("table tenant.notes", "table");
    });
    expect(diagnosis.verdict).toBe("empty");
    expect(diagnosis.elsewhere).toEqual(["tenant.users"]);
  });

  test("are reported whatever name the schema has", () => {
    const { diagnosis } = realSituation(null, [REAL.initial], (facts) => {
      facts.set('table "my.app".calls', "table");
      facts.set('table "my.app"."x.calls"', "table");
    });
    expect(diagnosis.verdict).toBe("empty_stamped");
    expect(diagnosis.elsewhere).toEqual(['"my.app".calls']);
  });

  test("are reported beside a complete chain too, without a change of the verdict", () => {
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      facts.set("table archive.friend_links", "table");
      facts.set("column archive.friend_links.id", "bigint");
    });
    expect(diagnosis.verdict).toBe("healthy");
    expect(diagnosis.elsewhere).toEqual(["archive.friend_links"]);
    expect(diagnosis.drift).toEqual([]);
  });
});

describe("several version tables", () => {
  const two = [
    versionTable({ rows: [REAL.initial] }),
    versionTable({ schema: "tenant", rows: [REAL.bidirectional] }),
  ];

  test("are their own verdict, and neither is taken for the stamp", () => {
    for (const after of [null, REAL.initial, REAL.bidirectional]) {
      const snapshot = snapshotOf(realSchema(after), { versionTables: two });
      const { diagnosis } = situationOf(realChain(), snapshot);
      expect(diagnosis.verdict).toBe("several_version_tables");
      expect(diagnosis.stamp).toBeNull();
      expect(diagnosis.unmanaged).toEqual([]);
      expect(diagnosis.revisions.some(({ stamped }) => stamped)).toBe(false);
    }
  });
});
