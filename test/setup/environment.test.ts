import { describe, expect, test } from "vitest";
import { environmentFor, shellQuoted } from "../../src/setup/environment.mjs";
import { run } from "./support.ts";

describe("Alembic as one line", () => {
  test.each([
    [["/srv/restamp/.venv/bin/alembic"]],
    [["/usr/bin/python3", "-m", "alembic"]],
    [["/home/o'brien/my clone/.venv/bin/alembic", "-x", 'a="b" $HOME `id` \\ end']],
    [["", "*"]],
  ])("is read by a shell as the same words: %j", async (argv) => {
    const { stdout } = await run(["/bin/sh", "-c", `printf '%s\\n' ${shellQuoted(argv)}`], {});
    expect(stdout).toBe(`${argv.join("\n")}\n`);
  });

  test("is plain where nothing has to be quoted", () => {
    expect(shellQuoted(["/usr/bin/python3", "-m", "alembic"])).toBe("/usr/bin/python3 -m alembic");
  });
});

describe("the environment of restamp and its tests", () => {
  test("has the Node first, Alembic, and no options of another Node", () => {
    const env = { PATH: "/usr/bin", CI: "1", NODE_OPTIONS: "--inspect" };
    const found = { node: "/clone/node_modules/node/bin/node", alembic: "alembic" };
    expect(environmentFor(env, found)).toEqual({
      PATH: "/clone/node_modules/node/bin:/usr/bin",
      CI: "1",
      RESTAMP_ALEMBIC: "alembic",
    });
  });
});
