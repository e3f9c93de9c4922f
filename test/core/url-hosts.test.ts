import { expect, test } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { placesIn, withHostsInQuery } from "../../src/core/url-hosts.ts";

const places = (text: string) => {
  const url = parseDatabaseUrl(text);
  return isUrlFault(url) ? url : (url.places ?? [{ host: url.host, port: url.port }]);
};

const TWO = [
  { host: "one", port: 5433 },
  { host: "two", port: null },
];

test.each([
  ["postgresql://u:p@one:5433,two/name", TWO],
  ["postgresql:///name?host=one:5433&host=two", TWO],
  ["postgresql+psycopg://u@/name?host=one:5433,two", TWO],
  ["host=one,two port=5433, dbname=name", TWO],
  [
    "postgresql://u@/name?host=one,two&port=5433",
    [
      { host: "one", port: 5433 },
      { host: "two", port: 5433 },
    ],
  ],
  [
    // For SQLAlchemy, and so for alembic and the application, though not for psql.
    "postgresql://u@one,two:6432/name",
    [
      { host: "one", port: 6432 },
      { host: "two", port: 6432 },
    ],
  ],
  [
    "postgresql://u@[::1]:5433,two/name",
    [
      { host: "::1", port: 5433 },
      { host: "two", port: null },
    ],
  ],
  [
    "postgresql:///name?host=/run/a,/run/b&port=5433",
    ["/run/a", "/run/b"].map((host) => ({ host, port: 5433 })),
  ],
  ["postgresql://u@[::1]:5433/name", [{ host: "::1", port: 5433 }]],
  ["postgresql://u@localhost:5433/name?host=other", [{ host: "other", port: 5433 }]],
  ["postgresql://u@one:5433,two:x/name", "bad_port"],
])("%s leads to its hosts in order", (text, expected) => {
  expect(places(text)).toEqual(expected);
});

test("alembic is given several hosts in the form that SQLAlchemy reads", () => {
  expect(withHostsInQuery("postgresql://u:p@one:5433,two/name?sslmode=require")).toBe(
    "postgresql://u:p@/name?sslmode=require&host=one%3A5433&host=two",
  );
  const url = parseDatabaseUrl("host=one,two port=5433 dbname=name user=u");
  expect(isUrlFault(url) ? url : url.text).toBe(
    "postgresql://u@/name?host=one%3A5433&host=two%3A5433",
  );
});

test("a comma elsewhere is no list of hosts", () => {
  const text = "postgresql://u:a,b@one/name?options=a,b";
  expect(withHostsInQuery(text)).toBe(text);
  expect(placesIn([""], [""])).toEqual([]);
});
