import { describe, expect, test } from "vitest";
import { textFor } from "../../src/text/index.ts";
import { plural } from "../../src/text/plural.ts";
import { agree, counted, decimal, REVISIONS, size } from "../../src/text/ru/numbers.ts";
import { sizeText } from "../../src/text/sizes.ts";

const text = textFor("ru");

test.each([
  [0, "ревизий"],
  [1, "ревизия"],
  [2, "ревизии"],
  [4, "ревизии"],
  [5, "ревизий"],
  [11, "ревизий"],
  [14, "ревизий"],
  [21, "ревизия"],
  [22, "ревизии"],
  [25, "ревизий"],
  [101, "ревизия"],
  [111, "ревизий"],
  [112, "ревизий"],
  [1.5, "ревизии"],
])("%s %s", (count, word) => {
  expect(plural(count, REVISIONS)).toBe(word);
});

test("a number before its word has a decimal comma", () => {
  expect(counted(5, REVISIONS)).toBe("5 ревизий");
  expect(counted(1.5, REVISIONS)).toBe("1,5 ревизии");
  expect(decimal("5.2")).toBe("5,2");
});

test("without a number there is one thing, or there are several", () => {
  expect(agree(["a"], "ревизия", "ревизии")).toBe("ревизия");
  expect(agree(["a", "b"], "ревизия", "ревизии")).toBe("ревизии");
});

test.each([
  [0, "0 Б", "0 B"],
  [900, "900 Б", "900 B"],
  [1536, "1,5 кБ", "1.5 kB"],
  [20 * 1024 ** 2, "20 МБ", "20 MB"],
  [1.4 * 1024 ** 3, "1,4 ГБ", "1.4 GB"],
  [3 * 1024 ** 5, "3072 ТБ", "3072 TB"],
])("%s bytes are %s, in English %s", (bytes, russian, english) => {
  expect(size(bytes)).toBe(russian);
  expect(sizeText(bytes)).toBe(english);
});

describe("sentences that count", () => {
  test("the rows of the stamp", () => {
    const { rowCount } = text.screens.stamp;
    expect([0, 1, 2, 5, 21].map(rowCount)).toEqual([
      "(0 строк)",
      "(1 строка)",
      "(2 строки)",
      "(5 строк)",
      "(21 строка)",
    ]);
  });

  test("tables that the stamp promises", () => {
    const { meaningMissing } = text.screens.tables;
    expect(meaningMissing(1)).toBe("Не хватает 1 таблицы, которую обещает штамп.");
    expect(meaningMissing(5)).toBe("Не хватает 5 таблиц, которые обещает штамп.");
  });

  test("revisions in the dative and in the genitive", () => {
    expect(text.cli.diagnose.fits(2)).toBe("одинаково подходит к 2 ревизиям");
    expect(text.cli.diagnose.fits(21)).toBe("одинаково подходит к 21 ревизии");
    const stopped = { revision: "a1", line: "line" };
    expect(text.cli.recordingStopped(3, 8, stopped)).toContain("3 из 8 ревизий: a1 ");
    expect(text.cli.recordingStopped(3, 21, stopped)).toContain("3 из 21 ревизии: a1 ");
  });

  test("scripts of the last replay", () => {
    const { replayingTheRest } = text.cli;
    expect(replayingTheRest(1, 8)).toMatch(/^Из 8 скриптов 1 не изменился /);
    expect(replayingTheRest(6, 21)).toMatch(/^Из 21 скрипта 6 не изменились /);
  });

  test("what a backup holds", () => {
    const proof = { level: "restored", tables: 21, rows: 4 } as const;
    const made = text.backup.made({ path: "/b", bytes: 1536, sha256: "", proof, restore: "" });
    expect(made).toEqual([
      "Резервная копия: /b (1,5 кБ)",
      "Проверена восстановлением в теневую базу: совпали 21 таблица и 4 строки.",
    ]);
  });
});

test("durations", () => {
  const blocker = { pid: 7, role: "app", application: "", state: "active", query: "" };
  const who = (seconds: number | null) => text.blockers.who({ ...blocker, seconds });
  expect(who(null)).toBe("процесс 7 (роль app, active)");
  expect(who(5)).toBe("процесс 7 (роль app, active, уже 5 с)");
  expect(who(300)).toBe("процесс 7 (роль app, active, уже 5 мин)");
  expect(who(7200)).toBe("процесс 7 (роль app, active, уже 2 ч)");
  expect(text.screens.run.elapsed(5.2)).toBe("5,2 с");
  expect(text.cli.steps.done("0.4")).toBe("  готово за 0,4 с");
});

/** As wide as the screens in src/ui have room for. */
describe("what stands in a column fits into it", () => {
  const { checks, diagnosis, keys, screens } = text;
  const { stampMark, provenMark, bothMark, fitsMark } = diagnosis;
  const { problem, report } = screens;

  test.each([
    ["checks", 14, Object.values(checks.names)],
    ["verdicts", 9, Object.values(diagnosis.marks)],
    ["pointers", 6, [stampMark, provenMark, bothMark, fitsMark]],
    ["labels", 7, [...Object.values(problem), report.was, report.did, report.is]],
  ])("%s: %i columns", (_, room, words) => {
    expect(words.filter((word) => word.length > room)).toEqual([]);
  });

  test("the footer of the review is one line", () => {
    const { labels, names } = keys;
    const shown = [
      ["y", labels.run],
      [names.escape, labels.back],
      ["r", labels.rehearse],
      ["l", labels.log],
      ["?", labels.help],
      ["q", labels.leave],
    ];
    expect(shown.map((each) => each.join(" ")).join("  ").length).toBeLessThanOrEqual(80);
  });
});
