/** The command that carries a connection into a container: it ends with either side. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readCompose } from "../../src/io/project/compose.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { listener } from "../support/listeners.ts";
import { asProcessOne, canInherit } from "../support/process-one.ts";
import { temporaryFolder } from "../support/restamp.ts";

/** @returns the command as it runs inside the container, and the server's end of its connection */
async function carried(run = (argv: readonly string[]) => argv) {
  const bin = temporaryFolder();
  const services = { db: { image: "postgres:16" } };
  writeFiles(bin, { "services.json": JSON.stringify({ services }) });
  standIn(bin, "docker", `case "$4" in config) cat '${bin}/services.json' ;; *) echo :0 ;; esac`);
  const environment = { PATH: `${bin}:${process.env["PATH"]}` };
  const { via } = await readCompose([join(bin, "compose.yaml")], null, environment);
  let arrive: (socket: Socket) => void = () => {};
  const arrival = new Promise<Socket>((resolve) => {
    arrive = resolve;
  });
  const port = await listener((socket) => arrive(socket));
  const inside = via.slice(via.indexOf("bash")).map((word) => word.replace("/5432", `/${port}`));
  const [file = "", ...args] = run(inside);
  const carrier = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  onTestFinished(() => {
    try {
      process.kill(-Number(carrier.pid), "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  });
  return { carrier, server: (await arrival).setEncoding("utf8") };
}

test("the server hears that restamp is gone: its session and its locks end", async () => {
  const { carrier, server } = await carried();
  const [ended, exited] = [once(server, "end"), once(carrier, "exit")];
  carrier.stdin.end("BEGIN");
  expect(await once(server, "data")).toEqual(["BEGIN"]);
  await ended;
  await exited;
});

test("restamp hears that the server is gone, and all that it has said before", async () => {
  const { carrier, server } = await carried();
  const said: string[] = [];
  carrier.stdout.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = [once(carrier.stdout, "end"), once(carrier, "exit")];
  server.end("FATAL: shutting down");
  await Promise.all(ended);
  expect(said.join("")).toBe("FATAL: shutting down");
});

/** PostgreSQL recovers, and ends every session, for a stranger that ended otherwise than with 0 or 1. */
test.runIf(canInherit).each<[string, (of: Awaited<ReturnType<typeof carried>>) => void]>([
  ["restamp ends", ({ carrier }) => carrier.stdin.end("BEGIN")],
  [
    "restamp is killed",
    ({ carrier }) => {
      carrier.stdin.destroy();
      carrier.stdout.destroy();
    },
  ],
  [
    "restamp hears no more of a long answer",
    ({ carrier, server }) => {
      carrier.stdout.destroy();
      server.write("row ".repeat(1_000_000));
    },
  ],
  ["the server ends", ({ server }) => server.end("FATAL: shutting down")],
  ["the server is gone", ({ server }) => server.resetAndDestroy()],
])("process 1 of the container inherits nobody whom a signal ended: %s", async (_, happens) => {
  let inherited = "";
  const ran = await carried((argv) => {
    const one = asProcessOne(argv);
    inherited = one.inherited;
    return one.argv;
  });
  ran.server.on("error", () => {});
  const exited = once(ran.carrier, "exit");
  happens(ran);
  await exited;
  expect(JSON.parse(readFileSync(inherited, "utf8"))).toEqual([]);
});

const PUBLISHED: readonly [output: string, host: string | null][] = [
  ["0.0.0.0:5433", "127.0.0.1"],
  ["[::]:5433", "127.0.0.1"],
  ["[::1]:5433", "::1"],
  ["10.0.0.7:5433", "10.0.0.7"],
  [":0", null],
];

test.each(PUBLISHED)("published as %s, the server is at %s", async (output, host) => {
  const bin = temporaryFolder();
  const answers = `config) echo '{"services": {"db": {"image": "postgres:16"}}}' ;; port) echo '${output}' ;; *) exit 1 ;;`;
  standIn(bin, "docker", `case "$4" in ${answers} esac`);
  const environment = { PATH: `${bin}:${process.env["PATH"]}` };
  const { published } = await readCompose([join(bin, "compose.yaml")], null, environment);
  expect(published).toEqual(host && { host, port: 5433 });
});
