import { expect, test } from "vitest";
import { type ProblemCode, Problem as ProblemOf } from "../../src/core/problem.ts";
import type { Reachability } from "../../src/io/ports/troubleshooting.ts";
import type { Troubleshooting } from "../../src/session/stages/troubleshoot.ts";
import { said } from "../session/fakes.ts";
import { LIVE, play, start, surveyed } from "../session/states.ts";
import type { WorldOptions } from "../session/world.ts";
import { drawScreen, lineWith, text, UNICODE, words } from "./draw.tsx";

const { good, warning, bad } = UNICODE.symbols;
const { troubleshooting } = text.checks;

async function ready(options: WorldOptions = {}): Promise<string> {
  const seen = await surveyed(LIVE.stampAhead, options);
  return drawScreen(play(start(), { type: "connected", seen }));
}

function failed(
  code: ProblemCode,
  details: Record<string, string>,
  tried?: Troubleshooting,
): string {
  const state = play(start(), { type: "failed", problem: new ProblemOf(code, details) });
  return drawScreen(tried ? play(state, { type: "troubleshot", result: tried }) : state);
}

const NOTHING: Troubleshooting = { urlSource: null, reach: null, composeLogs: null };

test("at first it says that it is looking", () => {
  expect(drawScreen(start())).toContain(text.screens.connection.working);
});

test("each check is drawn as it passes, while the others are still to come", async () => {
  const [check] = (await surveyed(LIVE.stampAhead)).checks;
  if (!check) throw new Error("no checks");
  const frame = drawScreen(play(start(), { type: "checked", check }));
  expect(frame).toContain(`${good} Project`);
  expect(frame).not.toContain("Server");
  expect(frame).toContain(text.screens.connection.working);
});

test("project, URL source, server, role, alembic and its database can all be read", async () => {
  const frame = await ready();
  expect(lineWith(frame, "Project")).toContain("/srv/calls/alembic.ini");
  expect(frame).toContain("8 revisions in /srv/calls/versions, head g1h2i3j4k5l6");
  expect(lineWith(frame, "DATABASE_URL")).toContain("DATABASE_URL in the environment");
  expect(lineWith(frame, "Server")).toContain("PostgreSQL 17.2 at db.example:5432");
  expect(frame).toContain("database calls, role calls_owner");
  expect(lineWith(frame, "Privileges")).toContain("may create tables");
  expect(lineWith(frame, "Alembic")).toContain('alembic 1.20.1, called as "alembic"');
  expect(lineWith(frame, "Same database")).toContain("alembic sees a mark");
  expect(frame).toContain(text.screens.connection.ready);
  expect(frame.split("\n").filter((line) => line.startsWith(good))).toHaveLength(6);
});

test("missing rights are a warning with the SQL that mends them", async () => {
  const frame = await ready({ server: { canCreateTables: false } });
  expect(lineWith(frame, "Privileges")).toMatch(new RegExp(`^\\${warning} Privileges.*may NOT`));
  expect(frame).toContain('GRANT CREATE, USAGE ON SCHEMA public TO "calls_owner";');
});

test("where nothing can be proved, what alembic says of its place is a warning", async () => {
  const frame = await ready({
    cannotBeAsked: true,
    alembic: (command) =>
      command === "current --verbose"
        ? said(command, [
            "Current revision(s) for postgresql://calls_owner:***@postgres:5432/calls:",
          ])
        : null,
  });
  expect(lineWith(frame, "Same database").startsWith(warning)).toBe(true);
  expect(words(frame)).toContain("Make sure that both are one server.");
});

test("a URL in a file that does not count is named", async () => {
  const overrides = "/srv/calls/.env";
  const frame = await ready({ source: { from: "environment", name: "DATABASE_URL", overrides } });
  expect(lineWith(frame, "Database URL").startsWith(warning)).toBe(true);
  expect(words(frame)).toContain("/srv/calls/.env has another one, which does not count");
});

test("a failure says what, why and what to do, and keeps what was found before it", async () => {
  const [check] = (await surveyed(LIVE.stampAhead)).checks;
  if (!check) throw new Error("no checks");
  const problem = new ProblemOf("server_refused", { host: "db.example", port: "5432" });
  const frame = drawScreen(play(start(), { type: "checked", check }, { type: "failed", problem }));
  expect(frame).toContain(`${good} Project`);
  const { what, why, next } = text.problems.server_refused(problem.details);
  expect(lineWith(frame, what).startsWith(bad)).toBe(true);
  expect(words(frame)).toContain(`Why ${why}`);
  expect(words(frame)).toContain(`Next ${next}`);
});

test("while the causes are being tried it says so, and not that nothing was found", () => {
  const frame = failed("server_refused", { host: "db.example", port: "5432" });
  expect(frame).toContain(troubleshooting.busy);
  expect(frame).not.toContain(troubleshooting.title);
});

test.each<[Reachability, string]>([
  ["open", "something listens there"],
  ["refused", "nothing listens there; start PostgreSQL"],
  ["timeout", "check the network and the firewall"],
  ["unknown_host", "does not know the host name"],
])("a port that is %s is told in words", (reachability, sentence) => {
  const reach = { host: "db.example", port: 5432, reachability };
  const frame = failed("server_refused", { host: "db" }, { ...NOTHING, reach });
  expect(lineWith(frame, "2. PostgreSQL")).toContain("db.example:5432");
  expect(lineWith(frame, "2. PostgreSQL")).toContain(sentence);
});

test("the backend's logs are shown with the command that gave them", () => {
  const composeLogs = {
    ...said("logs", ["backend-1  | sqlalchemy.exc.NoSuchTableError: users"]),
    shown: "docker compose logs backend",
  };
  const frame = failed("server_refused", { host: "db" }, { ...NOTHING, composeLogs });
  expect(frame).toContain("$ docker compose logs backend");
  expect(frame).toContain("backend-1  | sqlalchemy.exc.NoSuchTableError: users");
});

test("what could not be tried is said to be so, and the last line says how to go on", () => {
  const frame = failed("url_missing", { looked: "/srv/.env", config: "/srv/alembic.ini" }, NOTHING);
  expect(frame).toContain("1. DATABASE_URL: not found");
  expect(frame).toContain(troubleshooting.reachUnknown);
  expect(frame).toContain(troubleshooting.noCompose);
  expect(frame.trimEnd().endsWith(troubleshooting.retry)).toBe(true);
});

test("where DATABASE_URL was found is told with the file", () => {
  const urlSource = { from: "env_file", name: "DATABASE_URL", path: "/srv/calls/.env" } as const;
  const frame = failed("server_refused", { host: "db" }, { ...NOTHING, urlSource });
  expect(lineWith(frame, "1. DATABASE_URL")).toContain("found, DATABASE_URL in /srv/calls/.env");
});

test("an alembic that fails is shown with its command and its last lines", () => {
  const output = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join("\n");
  const command = "alembic current --verbose";
  const frame = failed("alembic_failed", { command, line: "KeyError: 'DATABASE_URL'", output });
  expect(frame).toContain(`$ ${command}`);
  expect(frame).toContain("KeyError: 'DATABASE_URL'");
  expect(frame).toContain("│ line 12");
  expect(frame).not.toContain("│ line 4\n");
});

test("two different databases are both named, and nothing may be repaired", () => {
  const details = { theirs: "db.example:5432/other", ours: "db.example:5432/calls" };
  const frame = words(failed("alembic_elsewhere", details));
  expect(frame).toContain("db.example:5432/other");
  expect(frame).toContain("db.example:5432/calls");
  expect(frame).toContain("Nothing may be repaired until both are the same.");
});
