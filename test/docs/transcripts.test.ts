/** How a page is compared with what its commands say: what counts as shown, and what does not. */
import { describe, expect, test } from "vitest";
import { isShown } from "../support/docs/compare.ts";
import { readScript, readTranscript, runTyped } from "../support/docs/shell.ts";
import { temporaryFolder } from "../support/restamp.ts";

describe("what is shown", () => {
  test.each([
    ["the same lines", ["a", "b"], ["a", "b"]],
    ["lines that are left out", ["a", "…", "d"], ["a", "b", "c", "d"]],
    ["none that is left out", ["a", "…"], ["a"]],
    ["words that are left out", ["Saved as ….md", ""], ["Saved as /x/y.md"]],
    ["another duration", ["done in 0.3 s"], ["done in 12.5 s"]],
    ["another session", ["2026-11-23-0208-74f9  app"], ["2027-01-02-1503-00ab  app"]],
    ["another size", ["(12 kB)", "1,5 МБ свободно"], ["(9 kB)", "2 МБ свободно"]],
  ])("%s", (_, shown, output) => {
    expect(isShown(shown, output)).toBe(true);
  });

  test.each([
    ["another line", ["a", "b"], ["a", "c"]],
    ["a line too few", ["a"], ["a", "b"]],
    ["a line too many", ["a", "b"], ["a"]],
    ["another order", ["a", "…", "b"], ["b", "x", "a"]],
    ["another number of rows", ["40 rows"], ["39 rows"]],
    ["another revision", ["9044ba1e3377"], ["fb958ba03c93"]],
    ["a sign that means something in an expression", ["a.c"], ["abc"]],
  ])("not %s", (_, shown, output) => {
    expect(isShown(shown, output)).toBe(false);
  });
});

test("a transcript is commands, each with what comes after it", () => {
  expect(readTranscript("$ a \\\n  b\n1\n2\n$ c")).toEqual([
    { command: "a \\\n  b", shown: ["1", "2"] },
    { command: "c", shown: [] },
  ]);
  expect(() => readTranscript("1\n$ a")).toThrow("No command stands before: 1");
});

test("a script is commands, without comments", () => {
  expect(readScript("# first\na   # does this\n\nb \\\n  c")).toEqual([
    { command: "a", shown: null },
    { command: "b    c", shown: null },
  ]);
});

test("commands are typed into one shell, and each keeps its exit code", async () => {
  const home = temporaryFolder();
  const typed = readTranscript(
    "$ cd /\n$ (exit 7)\n$ echo $?\n$ pwd; echo two >&2\n$ exit 3\n$ echo no",
  );
  const environment = { PATH: "/usr/bin:/bin", HOME: home };
  expect(await runTyped(typed, { cwd: home, home, environment })).toEqual([
    { command: "cd /", code: 0, lines: [] },
    { command: "(exit 7)", code: 7, lines: [] },
    { command: "echo $?", code: 0, lines: ["7"] },
    { command: "pwd; echo two >&2", code: 0, lines: ["/", "two"] },
    { command: "exit 3", code: Number.NaN, lines: [] },
    { command: "echo no", code: Number.NaN, lines: [] },
  ]);
});
