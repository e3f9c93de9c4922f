import { describe, expect, test } from "vitest";
import { explainFailure } from "../../src/core/alembic-failure.ts";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { parseReference } from "../../src/core/parse-reference.ts";
import { clearOptions } from "../../src/core/plan/clear-methods.ts";
import { dropChainObjects } from "../../src/core/plan/drop-objects.ts";
import { makePlan } from "../../src/core/plan/make-plan.ts";
import { pathOptions } from "../../src/core/plan/options.ts";
import { readRevisionScript } from "../../src/core/revision-script.ts";
import { secretsOf } from "../../src/core/url-secrets.ts";
import {
  addingChain,
  linearChain,
  REAL,
  realSchema,
  realSituation,
  revision,
  situationOf,
  snapshotOf,
} from "./builders.ts";

const A = { "table public.a": "table" };
const B = { "table public.b": "table" };
const C = { "table public.c": "table" };
const factsOf = (facts: Record<string, string>) => new Map(Object.entries(facts));

describe("a diagnosis", () => {
  test("calls a column whose type was changed by hand drift, and no revision missing", () => {
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      facts.set("column public.users.photo_url", "text");
    });
    expect(diagnosis.verdict).toBe("drift");
    expect(diagnosis.revisions.map(({ verdict }) => verdict)).not.toContain("absent");
  });

  test("calls the first few objects of the revision after the stamp a half-run revision", () => {
    const key = "index public.calls.ix_calls_open";
    const { diagnosis } = realSituation(REAL.friendLinks, [REAL.friendLinks], (facts) => {
      facts.set(key, realSchema(REAL.indexes).get(key) ?? "");
    });
    expect(diagnosis.verdict).toBe("partial");
  });

  test("takes no revision that only removes for applied where nothing was there to remove", () => {
    const xy = { ...A, "column public.a.x": "text", "column public.a.y": "text" };
    const chain = linearChain([A, xy, { ...xy, ...B }, { ...xy, ...B, ...C }, { ...xy, ...C }]);
    const live = factsOf({ ...A, "column public.a.x": "text" });
    const { diagnosis } = situationOf(chain, snapshotOf(live, { stamp: ["r1"] }));
    const verdicts = diagnosis.revisions.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["applied", "partial", "absent", "absent", "absent"]);
    expect(diagnosis.verdict).not.toBe("hole");
  });

  test("calls no revision of a healthy database absent", () => {
    const chain = linearChain([A, { ...A, ...B }, A]);
    const { diagnosis } = situationOf(chain, snapshotOf(factsOf(A), { stamp: ["r3"] }));
    expect(diagnosis.verdict).toBe("healthy");
    expect(diagnosis.revisions.map(({ verdict }) => verdict)).toEqual(Array(3).fill("applied"));
  });
});

describe("a plan", () => {
  test("upgrades to heads where a head depends on another: alembic's head is ambiguous then", () => {
    const revisions = [revision("a"), revision("b", [], { dependsOn: ["a"] })];
    const chain = addingChain(revisions, { a: A, b: B });
    const situation = situationOf(chain, snapshotOf(new Map()));
    const [first] = makePlan(situation, { path: "fresh" }).steps;
    expect(first?.action).toEqual({ kind: "alembic", args: ["upgrade", "heads"] });
  });

  test("drops types together, for they are made of each other, and any kind of routine", () => {
    const facts = factsOf({
      "enum public.e": "'a'",
      "composite public.c": "x public.e",
      "domain public.d": "public.e",
      "function public.p()": "procedure language sql",
    });
    expect(dropChainObjects(facts, new Set(facts.keys()))).toEqual([
      "DROP ROUTINE public.p()",
      "DROP TYPE public.c, public.d, public.e",
    ]);
  });

  test("may reset a database in which only a domain of the chain is left", () => {
    const chain = linearChain([{ ...A, "domain public.d": "text" }]);
    const live = factsOf({ "domain public.d": "text" });
    const options = pathOptions(situationOf(chain, snapshotOf(live)));
    expect(options.find(({ path }) => path === "reset")?.refusal).toBeNull();
  });

  test("knows that downgrading works without a stamp, and fails first at an unknown one", () => {
    const failsAt = (stamp: string[]) => clearOptions(realSituation(null, stamp)).at(-1)?.failsAt;
    expect(failsAt([])).toBeNull();
    expect(failsAt(["gone", REAL.photoUrl])).toBe("gone");
  });
});

describe("a revision script", () => {
  test.each(['"b" if X else None', '"b" + X', '["b"] + X', "None or X", '"""b'])(
    "whose value only begins with a literal is refused: %s",
    (written) => {
      const script = readRevisionScript(`revision = "a"\ndown_revision = ${written}\n`);
      expect(script).toMatchObject({ problem: "not_a_literal", name: "down_revision" });
    },
  );

  test("is not read from its docstring, and its annotation may go over lines", () => {
    const source = '"""Text\n\ndepends_on = see below\n"""\nrevision = "a"\n';
    expect(readRevisionScript(source)).toMatchObject({ id: "a", dependsOn: [] });
    const wrapped = 'revision = "a"\ndown_revision: Union[\n    str, None\n] = "b"\n';
    expect(readRevisionScript(wrapped)).toMatchObject({ downRevisions: ["b"] });
  });
});

describe("a database URL", () => {
  test.each([
    ["postgresql://app:p@ss:word@h/d", "raw_at_sign"],
    ["postgresql://app:p@ss/word@h/d", "raw_at_sign"],
    ["postgresql://h:5e3/d", "bad_port"],
  ])("%s has the fault %s", (text, fault) => {
    expect(parseDatabaseUrl(text)).toBe(fault);
  });

  test("is overruled by its options, as in SQLAlchemy's create_connect_args", () => {
    const text = "postgresql://u:p@h:1/d?host=/tmp&port=2&user=v&password=q";
    const parts = { host: "/tmp", port: 2, user: "v", password: "q" };
    expect(parseDatabaseUrl(text)).toMatchObject(parts);
  });

  test.each([
    ["password=a\\ b dbname=x", "a b"],
    ["password=it's dbname=x", "it's"],
    ["password=a://b dbname=x", "a://b"],
    ["postgresql://u:%ff%41@h/d", "\ufffdA"],
  ])("%j has its password as libpq or Python reads it: %j", (text, password) => {
    expect(parseDatabaseUrl(text)).toMatchObject({ password });
  });

  test.each(["dbname=x password='it\\'s'", "postgresql:///d?password=a+b"])(
    "has the password as it is written among its secrets: %s",
    (text) => {
      const url = parseDatabaseUrl(text);
      if (isUrlFault(url)) throw new Error(url);
      expect(secretsOf(url).some((secret) => url.text.includes(secret))).toBe(true);
    },
  );
});

describe("alembic's failure", () => {
  const driver = (name: string, error = "ProgrammingError") =>
    `sqlalchemy.exc.${error}: (psycopg2.errors.${name}) …`;

  test.each(["QueryCanceled", "DeadlockDetected"])("by %s is no lost connection", (name) => {
    const { failure } = explainFailure([driver(name, "OperationalError")]);
    expect(failure).not.toBe("cannot_connect");
  });

  test("is the last exception, not one that was handled before it", () => {
    const lines = [driver("UndefinedTable"), "During handling of …", driver("DuplicateTable")];
    expect(explainFailure(lines).failure).toBe("object_exists");
  });

  test.each([
    ["alembic.script.revision.CycleDetected: Cycle is detected in revisions (a)", "scripts_broken"],
    ["  FAILED: Can't locate revision identified by 'x'", "unknown_revision"],
    [
      "OSError: Multiple exceptions: [Errno 111] Connect call failed ('::1', 5432)",
      "cannot_connect",
    ],
  ])("is recognised: %s", (line, failure) => {
    expect(explainFailure([line]).failure).toBe(failure);
  });
});

test("a reference that names no versions, or one revision twice, is damaged", () => {
  const one = { id: "a", sha256: "", statements: null, added: {}, changed: {}, removed: {} };
  const recordedWith = { alembic: "1.20.1", postgresql: "18.4" };
  const text = (parts: object) =>
    JSON.stringify({
      format: 2,
      recordedWith,
      versionTable: { schema: "public", name: "alembic_version" },
      baseline: null,
      stopped: null,
      revisions: [one],
      ...parts,
    });
  expect(parseReference(text({}))).not.toBeNull();
  expect(parseReference(text({ recordedWith: {} }))).toBeNull();
  expect(parseReference(text({ revisions: [one, one] }))).toBeNull();
});
