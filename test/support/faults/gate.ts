/** Programs that ask the test before they run, and again when they have run. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { findAlembic } from "../../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "../database.ts";
import { PG_DUMP } from "../dump-programs.ts";
import { standIn } from "../files.ts";
import { temporaryFolder } from "../restamp.ts";

/** A program that has been called. */
export interface Call {
  readonly when: "before" | "after";
  readonly args: readonly string[];
  /** Its own process, which the real program takes over when it is let go on. */
  readonly pid: number;
  readonly parent: number;
  /** What DATABASE_URL says: a rehearsal's alembic is led elsewhere. */
  readonly database: string;
}

/**
 * Becomes the real program; writes a file until the disk is full, and then becomes it; runs it and
 * asks again after it; or ends with a code of its own.
 */
type Reply = "go" | `fill ${string}` | "run" | `exit ${number}`;

/**
 * Python, for its alembic's Python is what restamp looks for in the first line. Alembic's version it can
 * tell without loading all of itself.
 */
const script = (python: string, real: readonly string[], words: readonly string[], port: number) =>
  `#!${python}
import os, sys

if sys.argv[1:] == ["--version"] and os.path.basename(sys.argv[0]) == "alembic":
    from importlib.metadata import version
    print("alembic", version("alembic"))
    sys.exit()
real = ${JSON.stringify(real)} + sys.argv[1:]
if not any(word in sys.argv for word in ${JSON.stringify(words)}):
    os.execv(real[0], real)

import json, socket, subprocess

def ask(when):
    with socket.create_connection(("127.0.0.1", ${port})) as gate:
        call = {"when": when, "args": sys.argv[1:], "pid": os.getpid(), "parent": os.getppid(),
            "database": os.environ.get("DATABASE_URL", "")}
        gate.sendall((json.dumps(call) + "\\n").encode())
        return gate.makefile().readline().split()

said = ask("before")
if said[0] == "fill":
    with open(said[1], "wb", 0) as file:
        try:
            while file.write(bytes(4096)): pass
        except OSError: pass
    os.execv(real[0], real)
if said[0] == "go":
    os.execv(real[0], real)
if said[0] == "exit":
    sys.exit(int(said[1]))
code = subprocess.call(real)
ask("after")
sys.exit(code)
`;

const ALEMBIC = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;

function pythonOfAlembic(): string {
  const [alembic = ""] = ALEMBIC;
  return /^#!\s*(\S+)/.exec(readFileSync(alembic, "utf8"))?.[1] ?? "python3";
}

type Answer = (call: Call) => Promise<Reply>;

async function gated(
  folder: string,
  name: string,
  real: readonly string[],
  words: readonly string[],
  answer: Answer,
): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    // Whoever asked may have been killed meanwhile.
    socket.on("error", () => {});
    const lines = createInterface(socket);
    lines.on("error", () => {});
    lines.once("line", async (line) => {
      socket.end(`${await answer(JSON.parse(line))}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return written(join(folder, name), script(pythonOfAlembic(), real, words, port));
}

function written(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o755 });
  chmodSync(path, 0o755);
  return path;
}

/**
 * Its Python asks: on a clone restamp runs that, and not the command.
 * @param words of which a command has one to be asked for: stamp, upgrade. @returns its path
 */
export async function gatedAlembic(words: readonly string[], answer: Answer): Promise<string> {
  const folder = temporaryFolder();
  const python = await gated(folder, "python", [pythonOfAlembic()], words, answer);
  return alembicBy(python, folder);
}

/** An alembic that asks for nothing. @returns its path */
export function plainAlembic(): string {
  return alembicBy(pythonOfAlembic(), temporaryFolder());
}

function alembicBy(python: string, folder: string): string {
  const real = [pythonOfAlembic(), "-m", "alembic"];
  return written(join(folder, "alembic"), script(python, real, [], 0));
}

/** A pg_dump, with the other programs beside it. @returns its path */
export async function gatedDump(answer: Answer): Promise<string> {
  const folder = temporaryFolder();
  for (const name of ["pg_restore", "psql"]) {
    standIn(folder, name, `exec "${join(dirname(PG_DUMP ?? ""), name)}" "$@"`);
  }
  return gated(folder, "pg_dump", [PG_DUMP ?? ""], ["--format=custom"], answer);
}
