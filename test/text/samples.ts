/** Plausible arguments for every sentence that is a function: by path, one list for each call. */
import type { Finding, ListedFinding } from "../../src/core/diagnosis/types.ts";
import type { Refusal } from "../../src/core/plan/types.ts";
import { textFor } from "../../src/text/index.ts";

const en = textFor("en");

/** Whatever is asked of it is "42"; what is given here is not. */
export function details(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  return new Proxy({ ...given }, { get: (own, name) => own[String(name)] ?? "42" });
}

/** Details that select a sentence, rather than stand in one. */
export const SELECTING: readonly Readonly<Record<string, string>>[] = [
  ...["empty", "not_a_url", "not_postgresql", "raw_at_sign"].map((fault) => ({ fault })),
  ...["bad_port", "no_database", "placeholder"].map((fault) => ({ fault })),
  ...["unreadable", "no_target", "twice", "same_name"].map((fault) => ({ fault })),
  ...["table_missing", "object_missing", "object_exists"].map((failure) => ({ failure })),
  ...["lock_timeout", "permission_denied", "cannot_connect"].map((failure) => ({ failure })),
  ...["alembic_alone", "programs_in_container", "not_restorable"].map((reason) => ({ reason })),
  ...["not_replayable", "clone_differs", "not_found", "no_server", "not_dumped", "silent"].map(
    (reason) => ({
      reason,
    }),
  ),
  ...["not_installed", "not_created", "start_failed", "missing", "in_container"].map((reason) => ({
    reason,
  })),
  ...["unreadable", "incomplete", "other_schema", "other_rows"].map((kind) => ({ kind })),
  ...["stamp", "schema", "rows"].map((what) => ({ what })),
  ...["readable", "toml", "known_field", "outcome"].map((expected) => ({ expected })),
  ...["table", "tables", "text", "file", "texts"].map((expected) => ({ expected })),
  ...["one_to_three_texts", "short_text", "states"].map((expected) => ({ expected })),
  ...["one_of", "rows", "one_action", "true", "path_inside"].map((expected) => ({ expected })),
  ...["switch", "version"].map((expected) => ({ expected })),
  ...["toml"].map((reason) => ({ reason })),
  { host: "/run", sqlstate: "ENOENT", others: "" },
  ...["ERR_TLS_CERT_ALTNAME_INVALID", "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"].map((sqlstate) => ({
    sqlstate,
  })),
  ...["CERT_REVOKED", "SELF_SIGNED_CERT_IN_CHAIN", ""].map((sqlstate) => ({ sqlstate })),
  { reason: "no_certificate" },
  { reason: "ENOENT", absent: "", named: "" },
  { file: "", line: "" },
  { nearest: "", known: "" },
  { host: "::1", found: "standby", others: "" },
  { reason: "not_installed", package: "" },
  { owners: "", nearest: "a1" },
  { owners: "", nearest: "" },
  { of: "undo" },
  { of: "undo", unseen: "" },
  { reason: "compare" },
  { reason: "at_commit" },
];

const CHECKS = [
  ...["option", "environment", "env_file", "config", "settings", "compose", "env_py"].map(
    (from) => ({
      from,
    }),
  ),
  { from: "environment", overrides: "/x" },
];

const FEW = ["a1"];
const MANY = ["a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8"];

const revision = (id: string, verdict: string) => ({ id, message: id, verdict, stamped: true });

const diagnosis = (heads: readonly string[], candidates: readonly (readonly string[])[]) => ({
  versionTables: [],
  stamp: heads,
  target: FEW,
  unknownStamp: MANY,
  overlapping: FEW,
  evidence: { exact: candidates.length > 0, heads, candidates },
  revisions: [...MANY.map((id) => revision(id, "absent")), revision("p1", "partial")],
  drift: FEW,
});

const SEVERAL_PARTIAL = [
  revision("a1", "absent"),
  revision("p1", "partial"),
  revision("p2", "partial"),
];

const hidden = { schema: "public", name: "alembic_version", rows: [], hidden: true };

const DIAGNOSES = [
  [diagnosis([], [])],
  [diagnosis(FEW, [])],
  [diagnosis([], [[]])],
  [diagnosis(FEW, [FEW])],
  [diagnosis(["a1", "b2"], [["a1", "b2"]])],
  [diagnosis(FEW, [FEW, ["b2"]])],
  [{ ...diagnosis(FEW, []), stamp: null, versionTables: [hidden] }],
  [{ ...diagnosis(FEW, []), drift: MANY, revisions: SEVERAL_PARTIAL }],
];

const LISTED: Record<ListedFinding, true> = {
  invalid_index: true,
  leftover_types: true,
  already_there: true,
  several_heads: true,
  other_version_tables: true,
  rows_hidden: true,
  tables_locked: true,
  stamp_hidden: true,
  undecided: true,
  believed: true,
  evidence_contradicts: true,
};

const lost = { commit: "f00", date: "2024-05-01", path: "/p", downRevisions: ["b2"] };
const short = { table: "alembic_version", length: 32, needed: 40 };

const FINDINGS: readonly Finding[] = [FEW, MANY].flatMap((items) => [
  ...(Object.keys(LISTED) as ListedFinding[]).map((code) => ({ code, items })),
  { code: "not_recorded" as const, items, failed: null, line: "42" },
  { code: "not_recorded" as const, items, failed: "a1", line: "42" },
  { code: "lost_revision" as const, items, ...lost },
  { code: "lost_revision" as const, items, ...lost, downRevisions: [] },
  { code: "not_owned" as const, items, owner: "app" },
  { code: "version_num_short" as const, items, ...short },
]);

const REFUSALS: readonly Refusal[] = [
  { reason: "already_right" },
  { reason: "stamp_not_right" },
  { reason: "several_version_tables", tables: MANY },
  { reason: "has_tables", tables: FEW },
  { reason: "ran_unseen", revisions: FEW },
  { reason: "tables_elsewhere", tables: MANY },
  { reason: "nothing_there" },
  { reason: "not_proven" },
  { reason: "nothing_missing" },
  { reason: "needs_baseline" },
  { reason: "would_not_fit", objects: MANY },
  { reason: "used_by_others", links: FEW },
  { reason: "fails_from_start", revision: null, line: "42" },
  { reason: "fails_from_start", revision: "a1", line: "42" },
];

const backup = { path: "/b", bytes: 1536, sha256: "42", restore: "42" };
const listed = (gap: string, line: string) => [
  { ...backup, proof: { level: "listed", tables: 5, gap, line } },
];

const rehearsal = { source: "rows", took: [1200, 4000], made: MANY, dropped: FEW, problem: null };
const rowChanges = [{ table: "a1", inserted: 1, updated: 2, deleted: 3 }];
const REHEARSALS = ["schema", "rows", "replay"].flatMap((source) => [
  { ...rehearsal, source, rowChanges },
  { ...rehearsal, source, made: [], dropped: [], rowChanges: [] },
]);

const blocker = { pid: 7, role: "app", application: "42", state: "active", query: "42" };

const COUNTS = [[1], [2], [5], [21]];
const LISTS = [[FEW], [MANY]];
const NAMES = [["42"]];

const eachKey = (of: object, from: string, calls: readonly (readonly unknown[])[]) =>
  Object.fromEntries(Object.keys(of).map((key) => [`${from}.${key}`, calls]));

export const SAMPLES: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "backup.offer": [
    [{ kind: "ready", version: "17.2", folder: "/f", size: 1536, free: 42 }],
    ...["declined", "sandbox", "needless"].map((kind) => [{ kind }]),
  ],
  "backup.progress": ["dumping", "listing", "restoring", "comparing"].map((phase) => [
    { phase, bytes: 1536, size: 3000 },
  ]),
  "backup.made": [
    [{ ...backup, proof: { level: "restored", tables: 1, rows: 42 } }],
    ...["in_container", "too_large", "no_room", "no_shadow"].map((gap) => listed(gap, "")),
    listed("not_restorable", "42"),
  ],
  "backup.sum": NAMES,
  "backup.restore": [["42", "42"]],
  "blockers.who": [null, 5, 300, 9000].flatMap((seconds) => [
    [{ ...blocker, seconds }],
    [{ ...blocker, seconds, pid: 0 }],
    [{ pid: 7, role: "", application: "", state: "", seconds }],
  ]),
  "blockers.waiting": NAMES,
  "blockers.ending.ask": NAMES,
  "blockers.ending.type": [[42]],
  "blockers.ending.mistaken": NAMES,
  "blockers.ending.working": [[42]],
  "blockers.ending.ended": [[42]],
  "screens.undo.type": NAMES,
  "coach.story.hint": [[1, 3]],
  "coach.story.folder": NAMES,
  "coach.lost": [["public.a", 42, 0]],
  "coach.became": NAMES,
  "coach.stopped": NAMES,
  "coach.prompt.rows": [[1], [2], [5], [42]],
  "coach.debrief.took": [[0], [1], [42]],
  "coach.debrief.answers": [[4, 5]],
  "coach.debrief.hints": [[1], [2]],
  "coach.debrief.saved": NAMES,
  "coach.debrief.answered": [
    ["42", "43", true],
    ["42", "43", false],
  ],
  "coach.done": [[true], [false]],
  ...eachKey(en.cli.usage, "cli.usage", [
    ["--jsn", "--json"],
    ["--jsn", ""],
  ]),
  "cli.unknownLanguage": [["de", "en, ru"]],
  "blockers.query": [...NAMES, ["<insufficient privilege>"]],
  ...eachKey(en.checks.found, "checks.found", [
    [details()],
    [details({ step: "", done: "1", steps: "5" })],
    [details({ state: "at_work" })],
    [details({ state: "at_work", step: "" })],
    [details({ state: "left_running" })],
    [details({ state: "left_running", step: "" })],
    ...CHECKS.map((given) => [details(given)]),
  ]),
  ...eachKey(en.checks.warned, "checks.warned", [
    [details()],
    [details({ seen: "" })],
    ...CHECKS.map((given) => [details(given)]),
  ]),
  "checks.troubleshooting.url": [
    [null],
    [{ from: "option" }],
    [{ from: "environment", name: "42", overrides: null }],
    [{ from: "env_file", name: "42", path: "/e" }],
    [{ from: "config", path: "/c" }],
    [{ from: "settings", path: "/s" }],
    [{ from: "env_py", path: "/p" }],
    [{ from: "compose", service: "42", path: "/d" }],
  ],
  "checks.troubleshooting.reach": ["open", "refused", "timeout", "unknown_host"].map((how) => [
    "42",
    5432,
    how,
  ]),
  "checks.troubleshooting.compose": NAMES,
  "cli.unknownCommand": [
    ["diagnos", "diagnose"],
    ["42", ""],
  ],
  "cli.optionOfOthers": [["--yes", "repair, undo"]],
  "cli.settings.used": [
    ["/f", []],
    ["/f", MANY],
  ],
  "cli.settings.tellsPassword": NAMES,
  "cli.serviceOrCommand": [["diagnose"]],
  "cli.badLockTimeout": NAMES,
  "start.nodeTooOld": NAMES,
  "cli.diagnose.fits": COUNTS,
  "cli.resetNeedsConfirm": [["42", "42"]],
  "cli.askSchema": [["42", MANY]],
  "cli.ask": [
    ["42", []],
    ["42", MANY],
  ],
  "cli.notACandidate": NAMES,
  "cli.unknownPath": [
    ["42", MANY, ""],
    ["42", MANY, "a1"],
  ],
  "cli.unknownShadow": [["42"], [""]],
  "cli.onlyOfSeveral": NAMES,
  "cli.unknownRehearsal": NAMES,
  "cli.unknownFormat": NAMES,
  "cli.twoFormats": NAMES,
  "cli.schemaTwice": NAMES,
  "cli.oneWay": NAMES,
  "cli.badParallel": NAMES,
  "cli.help.unlessGiven": NAMES,
  "cli.steps.running": NAMES,
  "cli.steps.done": [["4.2"]],
  "cli.sessions.database": [["app", "db.example:5432"]],
  "cli.sessions.path": NAMES,
  "cli.sessions.undoes": NAMES,
  ...eachKey(en.cli.undo.intro, "cli.undo.intro", NAMES),
  "cli.undo.otherSchema": NAMES,
  "cli.undo.otherObject": [["index public.users.by_name"]],
  "cli.undo.otherRows": [
    [{ table: "a1", backedUp: null, now: 1, isLost: true }],
    [{ table: "a1", backedUp: 2, now: null, isLost: true }],
    [{ table: "a1", backedUp: 5, now: 21, isLost: true }],
    [{ table: "a1", backedUp: 5, now: 5, isLost: false }],
  ],
  "cli.undo.bringsBack": NAMES,
  "cli.undo.loses": LISTS,
  "cli.undo.done": NAMES,
  "cli.undo.putBack": NAMES,
  "cli.undo.nothing": NAMES,
  "cli.undo.kept": NAMES,
  "cli.undo.needsYes": [[""], [" --confirm app"]],
  "cli.undo.wrongName": [["other", "app"]],
  "cli.undo.needsConfirm": NAMES,
  "cli.notSaved": [["/r", "ENOENT: no such file or directory"]],
  "cli.recorded": COUNTS.map(([count]) => [count, "/r"]),
  "cli.recordingStopped": [
    [3, 8, { revision: null, line: "42" }],
    [1, 21, { revision: "a1", line: "42" }],
  ],
  "cli.leftBehindRemoved": LISTS,
  "cli.replayingTheRest": [
    [8, 8],
    [1, 8],
    [5, 21],
  ],
  "commandLine.unknownShell": [["ksh", "bash, zsh"]],
  "diagnosis.finding": FINDINGS.map((finding) => [finding]),
  "diagnosis.schemas.row": [
    ["public", [], "42"],
    ["public", MANY, "42"],
  ],
  ...eachKey(en.diagnosis.sentences, "diagnosis.sentences", DIAGNOSES),
  "diagnosis.elsewhere": LISTS,
  "diagnosis.unmanaged": COUNTS,
  ...eachKey(en.diagnosis.difference, "diagnosis.difference", NAMES),
  "diagnosis.expected": NAMES,
  "diagnosis.actual": NAMES,
  "diagnosis.more": COUNTS,
  "plan.downgradeFails": NAMES,
  ...Object.fromEntries(Object.keys(en.ownChain).map((way) => [`ownChain.${way}`, [["a1"]]])),
  "plan.refusal": REFUSALS.map((refusal) => [refusal]),
  "plan.reasons.adopt": LISTS,
  "plan.notTheWrittenOne": [["a1", "b2"]],
  "plan.candidates.runs": [
    [[], []],
    [FEW, []],
    [MANY, FEW],
    [MANY, MANY],
  ],
  "practice.again": [["npm start --"]],
  "practice.menuKeys": NAMES,
  "practice.page": [[1, 16, 24]],
  "practice.playing": NAMES,
  "practice.senior": NAMES,
  ...eachKey(en.problems, "problems", [[details()], ...SELECTING.map((each) => [details(each)])]),
  "rehearsal.working": [[null], ["42"]],
  "rehearsal.notWithRows": [[{ what: "42", why: "42", next: "" }]],
  "rehearsal.passed": REHEARSALS.map((each) => [each]),
  "rehearsal.failed": REHEARSALS.map((each) => [each, "42"]),
  "rehearsal.step": [[null], [1200]],
  "rehearsal.withRows": [null, 5, 60, 600, 9000].map((seconds) => [{ bytes: 42_000_000, seconds }]),
  "rehearsal.changes": [
    [
      [
        { key: "index public.a.b", expected: null, actual: "42" },
        { key: "x", expected: "1", actual: "2" },
      ],
      1,
    ],
  ],
  "rehearsal.did": REHEARSALS.map((each) => [each]),
  "report.stampBefore": NAMES,
  "report.stampNow": NAMES,
  "report.undoSession": NAMES,
  "report.undoRevisions": NAMES,
  "report.undoStamp": NAMES,
  "targets.halted": [
    [1, true],
    [5, false],
  ],
  "screens.step": [[1, 9, "42"]],
  "screens.stamp.rowCount": COUNTS,
  "screens.stamp.agree": NAMES,
  "screens.stamp.unknown": NAMES,
  "screens.stamp.hidden": NAMES,
  "screens.tables.recorded": NAMES,
  "screens.tables.estimate": COUNTS,
  "screens.tables.meaningMissing": COUNTS,
  "screens.review.runs": LISTS,
  "screens.review.leaves": LISTS,
  "screens.review.destroys": NAMES,
  "screens.review.keepsRows": [[[]], ...LISTS],
  "screens.consent.ask": NAMES,
  "screens.consent.askAllTheSame": NAMES,
  "screens.consent.mistaken": NAMES,
  "screens.run.elapsed": [[0], [5.2]],
  "screens.run.running": [
    [0, 5],
    [5, 5],
  ],
  "screens.verify.stamp": NAMES,
  "screens.verify.extra": COUNTS,
  "screens.report.saved": NAMES,
  "screens.log.took": [[42]],
  "screens.tooSmall": [[30, 8]],
  "screens.more": [
    [5, 0],
    [0, 5],
    [5, 5],
  ],
};
