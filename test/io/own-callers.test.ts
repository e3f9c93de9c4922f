/** Who gets through a port that is the user's own. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listenForOwnCallers } from "../../src/io/postgres/own-callers.ts";

const NOBODY = 65_534;

/** @returns what a program of that user reads there */
async function heardBy(port: number, uid: number | undefined): Promise<string> {
  const script = `exec 3<>/dev/tcp/127.0.0.1/${port}; exec cat <&3`;
  const child = spawn("/bin/bash", ["-c", script], {
    ...(uid === undefined ? {} : { uid }),
    cwd: "/",
  });
  const [heard] = await Promise.all([text(child.stdout), once(child, "close")]);
  return heard;
}

const listen = () => listenForOwnCallers((socket) => socket.end("come in"));

const canTell = existsSync("/proc/net/tcp") && existsSync("/bin/bash");

test.runIf(canTell)("the user's own program gets through", async () => {
  expect(await heardBy((await listen()) ?? 0, undefined)).toBe("come in");
});

test.runIf(canTell && process.getuid?.() === 0)("another user's program does not", async () => {
  expect(await heardBy((await listen()) ?? 0, NOBODY)).toBe("");
});

test.runIf(canTell)(
  "whoever has gone by then, having said something, is not let through",
  async () => {
    let calls = 0;
    const port = await listenForOwnCallers((socket) => {
      calls += 1;
      socket.end("come in");
    });
    // Nothing else happens here until it has ended.
    execFileSync("/bin/bash", ["-c", `exec 3<>/dev/tcp/127.0.0.1/${port}; echo hello >&3`]);
    expect(await heardBy(port ?? 0, undefined)).toBe("come in");
    expect(calls).toBe(1);
  },
);
