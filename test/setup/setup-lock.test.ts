import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withLock } from "../../src/setup/setup-lock.mjs";
import { run, temporaryDirectory, until } from "./support.ts";

const lockIn = (directory: string) => join(directory, "dist", ".setup.lock");
const content = (pid: number, host = hostname()) => JSON.stringify({ pid, host, id: "other" });

/** The number of a process that has just ended. */
async function deadProcess(): Promise<number> {
  const { stdout } = await run([process.execPath, "-p", "process.pid"], {});
  return Number(stdout);
}

describe("the lock of the set-up", () => {
  test("lets one work at a time, and is gone afterwards", async () => {
    const lock = lockIn(temporaryDirectory());
    const events: string[] = [];
    const work = (name: string) => () =>
      withLock(
        lock,
        async () => {
          events.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 30));
          events.push(`${name} ends`);
        },
        { pollMs: 5 },
      );
    await Promise.all(["a", "b", "c"].map((name) => work(name)()));

    expect(events).toHaveLength(6);
    for (let i = 0; i < events.length; i += 2) {
      expect(events[i + 1]).toBe(events[i]?.replace("begins", "ends"));
    }
    expect(existsSync(lock)).toBe(false);
  });

  test("is given back when the work fails", async () => {
    const lock = lockIn(temporaryDirectory());
    const failing = withLock(lock, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  test("is taken over at once from a process that is gone", async () => {
    const lock = lockIn(temporaryDirectory());
    await withLock(lock, async () => {});
    writeFileSync(lock, content(await deadProcess()));
    const waits: unknown[] = [];
    expect(await withLock(lock, async () => "done", { onWait: (pid) => waits.push(pid) })).toBe(
      "done",
    );
    expect(waits).toEqual([]);
  });

  test("is left to a process that lives and shows it", async () => {
    const lock = lockIn(temporaryDirectory());
    let over = false;
    const holder = withLock(lock, () => until(() => over), { beatMs: 20 });
    let second = false;
    const waits: unknown[] = [];
    const waiter = withLock(lock, async () => (second = true), {
      pollMs: 5,
      staleMs: 200,
      onWait: (pid) => waits.push(pid),
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(second).toBe(false);
    over = true;
    await Promise.all([holder, waiter]);
    expect(second).toBe(true);
    expect(waits).toEqual([process.pid]);
  });

  test.each([
    ["a process number that was used again", () => content(process.pid)],
    ["another machine", () => content(1, "elsewhere")],
    ["a lock that was cut short", () => '{"pid":'],
  ])("is taken over after a time of silence: %s", async (_, text) => {
    const lock = lockIn(temporaryDirectory());
    await withLock(lock, async () => {});
    writeFileSync(lock, text());
    const start = performance.now();
    await withLock(lock, async () => {}, { pollMs: 5, staleMs: 200 });
    expect(performance.now() - start).toBeGreaterThan(190);
  });

  test("is not given back by a holder who lost it", async () => {
    const lock = lockIn(temporaryDirectory());
    await withLock(lock, async () => writeFileSync(lock, content(1, "elsewhere")));
    expect(readFileSync(lock, "utf8")).toBe(content(1, "elsewhere"));
  });
});
