/** `restamp … | head`: a reader that leaves before everything was said. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const BUNDLE = fileURLToPath(new URL("../../dist/restamp.js", import.meta.url));

test.each(["man", "practice --list", "--help"])(
  "a reader that is gone is no failure of %s",
  async (command) => {
    const argv = ["--", BUNDLE, ...command.split(" ")];
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  },
);
