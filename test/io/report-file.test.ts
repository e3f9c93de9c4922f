import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { openReports } from "../../src/io/report/report-file.ts";
import { stateFolder } from "../../src/io/state-folder.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

const clock = { now: () => new Date("2025-03-04T10:12:41.508Z") };
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("a report is for its operator's eyes only, whatever the umask", async () => {
  const before = process.umask(0);
  try {
    const state = join(temporaryFolder(), "state");
    const path = await openReports(stateFolder({ XDG_STATE_HOME: state }, "reports"), clock).save(
      "# report\n",
    );
    expect(dirname(path)).toBe(join(state, "restamp", "reports"));
    expect(path).toMatch(/restamp-2025-03-04-101241-\d+\.md$/);
    expect(readFileSync(path, "utf8")).toBe("# report\n");
    expect(modeOf(path)).toBe("600");
    expect(modeOf(dirname(path))).toBe("700");
  } finally {
    process.umask(before);
  }
});

test("without XDG_STATE_HOME reports go below the home folder", async () => {
  const home = temporaryFolder();
  vi.stubEnv("HOME", home);
  const path = await openReports(stateFolder({}, "reports"), clock)
    .save("")
    .finally(() => vi.unstubAllEnvs());
  expect(dirname(path)).toBe(join(home, ".local", "state", "restamp", "reports"));
});

test("a place that cannot be written is a problem that names it", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { state: "a file" });
  await expect(
    openReports(stateFolder({ XDG_STATE_HOME: join(folder, "state") }, "reports"), clock).save(""),
  ).rejects.toMatchObject({
    code: "report_unwritable",
    details: { reason: "ENOTDIR", path: expect.stringContaining(folder) },
  });
});

test("what was saved before stays", async () => {
  const state = temporaryFolder();
  mkdirSync(join(state, "restamp", "reports"), { recursive: true });
  const first = await openReports(stateFolder({ XDG_STATE_HOME: state }, "reports"), clock).save(
    "first",
  );
  const later = { now: () => new Date("2025-03-04T10:12:42Z") };
  const second = await openReports(stateFolder({ XDG_STATE_HOME: state }, "reports"), later).save(
    "second",
  );
  expect([first, second].map((path) => readFileSync(path, "utf8"))).toEqual(["first", "second"]);
});

test("reports of one second have a file each", async () => {
  const reports = openReports(temporaryFolder(), clock);
  const texts = ["first", "second", "third"];
  const paths = await Promise.all(texts.map((text) => reports.save(text)));
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(texts);
});
