import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { byWayOf } from "../../src/core/url-elsewhere.ts";
import { secretsOf } from "../../src/core/url-secrets.ts";
import { anyName } from "./generators.ts";

/** @throws Error when the text is no URL */
function parse(text: string): DatabaseUrl {
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) throw new Error(`${text}: ${url}`);
  return url;
}

describe("a SQLAlchemy URL", () => {
  test("is taken apart", () => {
    const text = "postgresql://app:secret@db.example.com:5433/calls";
    expect(parseDatabaseUrl(text)).toEqual({
      dialect: "postgresql",
      driver: null,
      user: "app",
      password: "secret",
      host: "db.example.com",
      port: 5433,
      database: "calls",
      options: {},
      text,
    });
  });

  test.each(["psycopg2", "psycopg", "psycopg_async", "asyncpg", "pg8000"])(
    "may name the driver %s",
    (driver) => {
      const url = parse(`postgresql+${driver}://app@localhost/calls`);
      expect(url).toMatchObject({ dialect: "postgresql", driver, user: "app", host: "localhost" });
    },
  );

  test("may begin with postgres, which is kept, for newer SQLAlchemy refuses it", () => {
    expect(parse("postgres://app@localhost/calls").dialect).toBe("postgres");
    expect(parse("postgres+asyncpg://app@localhost/calls")).toMatchObject({
      dialect: "postgres",
      driver: "asyncpg",
    });
  });

  test.each([
    ["postgresql:///calls", { user: null, password: null, host: null, port: null }],
    ["postgresql://localhost/calls", { user: null, password: null, host: "localhost" }],
    ["postgresql://app@localhost/calls", { user: "app", password: null }],
    ["postgresql://app:@localhost/calls", { user: "app", password: "" }],
    ["postgresql://localhost:5432/calls", { host: "localhost", port: 5432 }],
    ["postgresql://localhost:/calls", { host: "localhost", port: null }],
    ["postgresql://:5432/calls", { host: null, port: 5432 }],
  ])("may leave parts out: %s", (text, parts) => {
    expect(parse(text)).toMatchObject({ ...parts, database: "calls" });
  });

  test("keeps the text without the space around it", () => {
    expect(parse("  postgresql://localhost/calls\n").text).toBe("postgresql://localhost/calls");
  });

  test.each([
    ["[::1]", "::1"],
    ["[2001:db8::5]", "2001:db8::5"],
    ["[fe80::1%25eth0]", "fe80::1%25eth0"],
  ])("may name an IPv6 host in brackets: %s", (written, host) => {
    expect(parse(`postgresql://app:pw@${written}:5433/calls`)).toMatchObject({ host, port: 5433 });
    expect(parse(`postgresql://${written}/calls`)).toMatchObject({ host, port: null });
  });

  test("has options behind its question mark", () => {
    const text =
      "postgresql://localhost/calls?sslmode=require&application_name=my+app&options=-c%20x";
    expect(parse(text).options).toEqual({
      sslmode: "require",
      application_name: "my app",
      options: "-c x",
    });
    expect(parse("postgresql://localhost/calls?").options).toEqual({});
  });

  test("says nothing with an option that is left empty", () => {
    const text = "postgresql://app:secret@one:5433/calls?password=&port=&host=&user=&sslmode=";
    const parts = { user: "app", password: "secret", host: "one", port: 5433, options: {} };
    expect(parse(text)).toMatchObject(parts);
    expect(parse(text).options).toEqual({});
  });

  test("may name everything in its options, a socket folder for the host too", () => {
    const text =
      "postgresql:///?host=/var/run/postgresql&port=5433&user=app&password=p%40w&dbname=c";
    expect(parse(text)).toMatchObject({
      host: "/var/run/postgresql",
      port: 5433,
      user: "app",
      password: "p@w",
      database: "c",
    });
    expect(parse("postgresql://app@/calls?host=/tmp")).toMatchObject({ host: "/tmp" });
  });

  test("a way through a socket has a host's name as well, for who checks that there is one", () => {
    const url = parse("postgresql+psycopg://app:p@db:5432/calls");
    const { text } = byWayOf(url, { host: "/run/way", port: 5433 }, "p");
    expect(text).toBe("postgresql+psycopg://app:p@localhost:5433/calls?host=%2Frun%2Fway");
    expect(parse(text)).toMatchObject({ host: "/run/way", port: 5433 });
  });
});

describe("a password", () => {
  const encoded = (password: string) =>
    parse(`postgresql://app:${encodeURIComponent(password)}@localhost:5432/calls`);

  test.each([
    "p@ss",
    "p:ss",
    "p/ss",
    "p%ss",
    "p#ss",
    "p?ss",
    "p ss",
    "100%",
    "%41",
    "@:/?#[]%",
    "пароль",
    "+",
  ])("of %s is read where it is percent-encoded", (password) => {
    expect(encoded(password)).toMatchObject({ password, host: "localhost", port: 5432 });
  });

  test.each([
    "p:ss",
    "p/ss",
    "p%ss",
    "p#ss",
    "p?ss",
    "p ss",
    "100%",
    "%zz",
    "a+b",
    "[x]",
    "пароль",
  ])("of %s is read as it stands too, as SQLAlchemy reads it", (password) => {
    expect(parse(`postgresql://app:${password}@localhost:5432/calls`)).toMatchObject({
      user: "app",
      password,
      host: "localhost",
      port: 5432,
      database: "calls",
    });
  });

  test("with an at sign that is not encoded is a fault of its own", () => {
    expect(parseDatabaseUrl("postgresql://app:p@ss@localhost/calls")).toBe("raw_at_sign");
    expect(parseDatabaseUrl("postgresql://app:p@ss@localhost:5432/calls")).toBe("raw_at_sign");
    expect(parseDatabaseUrl("postgresql://app:@@localhost/calls")).toBe("raw_at_sign");
  });

  test("is decoded once, not twice", () => {
    expect(encoded("%40")).toMatchObject({ password: "%40" });
  });
});

describe("a URL that cannot be used", () => {
  test.each([
    ["", "empty"],
    ["   \n", "empty"],
    ["driver://user:pass@localhost/dbname", "placeholder"],
    ["calls", "not_a_url"],
    ["localhost:5432/calls", "not_a_url"],
    ["//app@localhost/calls", "not_a_url"],
    ["$DATABASE_URL", "not_a_url"],
    ["sqlite:///calls.db", "not_postgresql"],
    ["mysql+pymysql://app@localhost/calls", "not_postgresql"],
    ["postgresqll://localhost/calls", "not_postgresql"],
    ["postgresql://localhost:port/calls", "bad_port"],
    ["postgresql://localhost:0/calls", "bad_port"],
    ["postgresql://localhost:65536/calls", "bad_port"],
    ["postgresql://localhost:-1/calls", "bad_port"],
    ["postgresql:///calls?host=localhost&port=abc", "bad_port"],
    ["postgresql://localhost", "no_database"],
    ["postgresql://localhost/", "no_database"],
    ["postgresql://app:pw@localhost:5432/?sslmode=require", "no_database"],
  ])("%j has the fault %s", (text, fault) => {
    const url = parseDatabaseUrl(text);
    expect(url).toBe(fault);
    expect(isUrlFault(url)).toBe(true);
  });

  test("is told apart from one that can", () => {
    expect(isUrlFault(parseDatabaseUrl("postgresql://localhost/calls"))).toBe(false);
  });
});

test("a URL built from any user, password and database parses back to them", () => {
  const encode = encodeURIComponent;
  fc.assert(
    fc.property(anyName, anyName, anyName, fc.integer({ min: 1, max: 65_535 }), (...parts) => {
      const [user, password, database, port] = parts;
      const text = `postgresql://${encode(user)}:${encode(password)}@localhost:${port}/${encode(database)}`;
      expect(parse(text)).toMatchObject({ user, password, database, port, host: "localhost" });
    }),
  );
});

describe("the secrets of a URL", () => {
  test("are the password as it is meant, as it is written, and as it is encoded", () => {
    const secrets = secretsOf(parse("postgresql://app:p%40ss w@localhost/calls"));
    expect(new Set(secrets)).toEqual(new Set(["p@ss w", "p%40ss w", "p%40ss%20w"]));
  });

  test("are named once where all spellings are alike", () => {
    expect(secretsOf(parse("postgresql://app:secret@localhost/calls"))).toEqual(["secret"]);
  });

  test.each(["postgresql://app@localhost/calls", "postgresql://app:@localhost/calls"])(
    "are none without a password: %s",
    (text) => {
      expect(secretsOf(parse(text))).toEqual([]);
    },
  );

  test("include a password that stands among the options or in a keyword string", () => {
    expect(secretsOf(parse("postgresql:///calls?password=p%40ss"))).toContain("p@ss");
    expect(secretsOf(parse("dbname=calls password='p ss'"))).toContain("p ss");
  });

  test.each(["app", "calls", "ab"])(
    "leave out words that say nothing by themselves: %s",
    (password) => {
      expect(secretsOf(parse(`postgresql://app:${password}@localhost/calls`))).toEqual([]);
    },
  );

  test("are found in the text of any URL that has a password", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const password = `${name}-word`;
        const url = parse(`postgresql://app:${encodeURIComponent(password)}@localhost/calls`);
        const secrets = secretsOf(url);
        expect(secrets).toContain(password);
        expect(secrets.every((secret) => secret.length > 0)).toBe(true);
        expect(secrets.some((secret) => url.text.includes(`:${secret}@`))).toBe(true);
      }),
    );
  });
});
