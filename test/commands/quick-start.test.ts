/** What makes restamp start fast and answer fast, as far as it can be told without a clock. */
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { alembic, freshDatabase, REVISIONS } from "../support/database.ts";
import { runRestamp, startWizard, temporaryFolder } from "../support/restamp.ts";

const LOADED = fileURLToPath(new URL("../support/loaded.mjs", import.meta.url));

interface Loaded {
  /** Whether Ink's layout was. */
  readonly layout: boolean;
  /** Node's own. */
  readonly modules: readonly string[];
}

/** @returns the environment that writes down what is loaded, and what it has written */
function watching() {
  const file = join(temporaryFolder(), "loaded.json");
  const environment = { NODE_OPTIONS: `--import=${LOADED}`, RESTAMP_LOADED: file };
  return { environment, loaded: (): Loaded => JSON.parse(readFileSync(file, "utf8")) };
}

const diagnose = (url: string) => [
  "diagnose",
  "--json",
  "--url",
  url,
  "-c",
  join(REVISIONS, "alembic.ini"),
];

async function upgraded(): Promise<DatabaseUrl> {
  const url = await freshDatabase();
  await alembic(url, "upgrade", "head");
  return url;
}

/** Loaded by an HTTP client, and by what reads files, servers' logs and keyboards line by line. */
const NEVER = ["http", "readline", "internal/deps/undici/undici"];

test.each([["--version"], ["--help"]])("%s loads nothing but the command line", async (option) => {
  const { environment, loaded } = watching();
  const { code } = await runRestamp([option], { environment });
  expect(code).toBe(0);
  const { layout, modules } = loaded();
  expect(layout).toBe(false);
  expect(modules.filter((name) => [...NEVER, "crypto", "tls"].includes(name))).toEqual([]);
});

test("a diagnosis loads nothing that draws", async () => {
  const { environment, loaded } = watching();
  const { code } = await runRestamp(diagnose((await upgraded()).text), { environment });
  expect(code).toBe(0);
  const { layout, modules } = loaded();
  expect(layout).toBe(false);
  expect(modules).toContain("net");
  expect(modules.filter((name) => NEVER.includes(name))).toEqual([]);
});

test("the wizard loads what draws, and no HTTP client for it", async () => {
  const { environment, loaded } = watching();
  const terminal = startWizard(await freshDatabase(), { environment });
  await terminal.waitFor("1/9");
  terminal.press("Ctrl+C");
  await terminal.exit();
  const { layout, modules } = loaded();
  expect(layout).toBe(true);
  expect(modules).not.toContain("internal/deps/undici/undici");
});

/** Counts the connections to the server of that URL. @returns the URL that leads there past it */
async function counted({ host, port, text }: DatabaseUrl) {
  let connections = 0;
  const sockets = new Set<Socket>();
  const counter = createServer((client) => {
    connections += 1;
    const server = connect(port ?? 5432, host ?? "127.0.0.1");
    for (const socket of [client, server]) sockets.add(socket.on("error", () => {}));
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => counter.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    counter.close();
  });
  const address = counter.address();
  const own = typeof address === "object" && address ? address.port : 0;
  const url = new URL(text);
  url.port = String(own);
  return { url: url.href, connections: () => connections };
}

test("a diagnosis connects once, and once more to a server without TLS that was not told so", async () => {
  const database = await upgraded();
  const plain = await counted(database);
  await runRestamp(diagnose(`${plain.url}?sslmode=disable`));
  expect(plain.connections()).toBe(1);

  const asked = await counted(database);
  await runRestamp(diagnose(asked.url));
  expect(asked.connections()).toBe(2);
});

test("a diagnosis asks a fixed number of questions", async () => {
  const { stderr } = await runRestamp([...diagnose((await upgraded()).text), "-v"]);
  const questions = stderr.split("\n").filter((line) => line.startsWith("> "));
  // Two transactions; server, settings, scope, facts, version tables, stamp, tables that are locked, tables,
  // rows, links; and five for each question in evidence/.
  expect(questions.length).toBeLessThanOrEqual(26);
  expect(questions.some((line) => line.includes("current_database()"))).toBe(true);
});
