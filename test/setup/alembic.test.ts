import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alembicKnown, ensureAlembic } from "../../src/setup/alembic.mjs";
import { alembic as sentences } from "../../src/setup/sentences.mjs";
import { captureStderr, pythonWithAlembic, standIn, temporaryDirectory, write } from "./support.ts";

/** A clone, and a PATH on which there is nothing but stand-ins. */
function machine() {
  const root = temporaryDirectory();
  const bin = join(root, "bin");
  mkdirSync(bin);
  const log = write(join(root, "log"), "");
  return {
    root,
    bin,
    log: () => readFileSync(log, "utf8").split("\n").filter(Boolean),
    logFile: log,
    venv: (...names: string[]) => join(root, ".venv", ...names),
    ensure: (isRoot = true) => ensureAlembic({ root, env: { PATH: bin }, isRoot }),
  };
}

type Machine = ReturnType<typeof machine>;

/** A script that makes an environment of stand-ins with Alembic in it. */
function makeEnvironment({ logFile, venv }: Machine): string {
  const ready = temporaryDirectory();
  pythonWithAlembic(ready, logFile);
  return [
    `/bin/mkdir -p '${venv("bin")}'`,
    `/bin/cp '${join(ready, "python3")}' '${venv("bin", "python")}'`,
    `printf '#!/bin/sh\\n' > '${venv("bin", "alembic")}'`,
    `/bin/chmod +x '${venv("bin", "alembic")}'`,
  ].join("\n");
}

function uv(here: Machine) {
  const note = `echo "uv $1" >> '${here.logFile}'`;
  standIn(here.bin, "uv", [note, `[ "$1" = venv ] && exit 0`, makeEnvironment(here)].join("\n"));
}

/** A stand-in for a Python without Alembic, with a venv module or not. */
function plainPython(bin: string, canMakeVenv: boolean, rest = "exit 1") {
  const answer = `case "$2" in *"import venv"*) exit ${canMakeVenv ? 0 : 1};; *alembic*) exit 1;; esac`;
  standIn(bin, "python3", `${answer}\n${rest}`);
}

describe("the Alembic that is there already", () => {
  test("is that of a Python on PATH", async () => {
    const here = machine();
    pythonWithAlembic(here.bin, here.logFile);
    const found = await here.ensure();
    expect(found.argv).toEqual([join(here.bin, "python3"), "-m", "alembic"]);
    expect(existsSync(here.venv())).toBe(false);
  });

  test("is known again without starting Python, until a part of it is gone", async () => {
    const here = machine();
    pythonWithAlembic(here.bin, here.logFile);
    const found = await here.ensure();
    expect(here.log()).toHaveLength(1);
    expect(alembicKnown(here.root, found)).toBe(true);
    expect(alembicKnown("/another/clone", found)).toBe(false);
    rmSync(join(here.bin, "lib", "psycopg"));
    expect(alembicKnown(here.root, found)).toBe(false);
    expect(here.log()).toHaveLength(1);
  });

  test("is not a Python without a driver", async () => {
    const here = machine();
    plainPython(here.bin, false);
    await expect(here.ensure()).rejects.toThrow(sentences.noVenv);
  });
});

describe("the private virtual environment", () => {
  test("is made, and found again", async () => {
    const here = machine();
    uv(here);
    expect((await here.ensure()).argv).toEqual([here.venv("bin", "alembic")]);
    expect(here.log().filter((line) => line.startsWith("uv"))).toEqual(["uv venv", "uv pip"]);
    expect((await here.ensure()).argv).toEqual([here.venv("bin", "alembic")]);
    expect(here.log().filter((line) => line.startsWith("uv"))).toHaveLength(2);
  });

  test.each([
    ["it was interrupted", (here: Machine) => write(here.venv(".restamp-setup"), "making")],
    ["it was made elsewhere", (here: Machine) => write(here.venv(".restamp-setup"), "/old/clone")],
    ["a part of it is gone", (here: Machine) => rmSync(here.venv("bin", "alembic"))],
  ])("is made anew when %s", async (_, spoil) => {
    const here = machine();
    uv(here);
    await here.ensure();
    spoil(here);
    write(here.venv("leftover"), "");
    expect((await here.ensure()).argv).toEqual([here.venv("bin", "alembic")]);
    expect(existsSync(here.venv("leftover"))).toBe(false);
    expect(readFileSync(here.venv(".restamp-setup"), "utf8")).toBe(here.root);
  });

  test("does not destroy one that somebody else made", async () => {
    const here = machine();
    uv(here);
    write(here.venv("pyvenv.cfg"), "home = /usr/bin");
    const said = captureStderr();
    await here.ensure();
    expect(said()).toBe(`${sentences.setAside(".venv", ".venv-set-aside")}\n`);
    expect(readFileSync(join(here.root, ".venv-set-aside", "pyvenv.cfg"), "utf8")).toContain(
      "home",
    );
  });

  test("is gone again when it could not be made", async () => {
    const here = machine();
    plainPython(here.bin, true, "echo no https://user:secret@example.org/simple/ there; exit 1");
    const said = captureStderr();
    await expect(here.ensure()).rejects.toThrow(sentences.failed);
    expect(said()).toBe("The last lines of `python3 -m venv`:\n  no (address) there\n");
    expect(existsSync(here.venv())).toBe(false);
  });

  test("is made with Python when uv fails", async () => {
    const here = machine();
    standIn(here.bin, "uv", "exit 2");
    plainPython(here.bin, true, makeEnvironment(here));
    await expect(here.ensure()).resolves.toMatchObject({ argv: [here.venv("bin", "alembic")] });
  });
});

describe("a machine that has nothing to make Alembic with", () => {
  test("without any Python: what to install", async () => {
    await expect(machine().ensure()).rejects.toThrow(
      "Alembic is needed and was not found, and there is no Python 3 to install it with. Install Python 3 with its venv module, or uv (https://docs.astral.sh/uv), then run the same command again.",
    );
  });

  test("on Debian, not root: the command with sudo", async () => {
    const here = machine();
    standIn(here.bin, "apt-get", `echo apt-get >> '${here.logFile}'`);
    await expect(here.ensure(false)).rejects.toThrow(
      "Alembic is needed and was not found, and it could not be installed into a private environment. Run `sudo apt-get install -y alembic python3-psycopg2 python3-sqlalchemy`, then the same command again.",
    );
    expect(here.log()).toEqual([]);
  });

  test("on Debian, root: apt-get installs, with new package lists if need be", async () => {
    const here = machine();
    const ready = temporaryDirectory();
    pythonWithAlembic(ready, here.logFile);
    const lists = join(here.root, "lists");
    standIn(
      here.bin,
      "apt-get",
      `shift 2
echo "$DEBIAN_FRONTEND apt-get $*" >> '${here.logFile}'
if [ "$1" = update ]; then echo > '${lists}'; exit 0; fi
[ -f '${lists}' ] || exit 100
/bin/cp '${join(ready, "python3")}' '${join(here.bin, "python3")}'`,
    );
    const found = await here.ensure();
    expect(found.argv).toEqual([join(ready, "python3"), "-m", "alembic"]);
    const install = "noninteractive apt-get install -y alembic python3-psycopg2 python3-sqlalchemy";
    expect(here.log().slice(0, 3)).toEqual([install, "noninteractive apt-get update", install]);
  });

  test("on Debian, root, and apt-get fails: the command to see more with", async () => {
    const here = machine();
    standIn(here.bin, "apt-get", "echo 'E: no network' >&2; exit 100");
    const said = captureStderr();
    await expect(here.ensure()).rejects.toThrow(sentences.aptFailed);
    expect(said()).toBe("The last lines of `apt-get update`:\n  E: no network\n");
  });
});
