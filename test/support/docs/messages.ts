/** The page that lists every message with its code, from the sentences themselves. */

import type { Finding } from "../../../src/core/diagnosis/types.ts";
import { isProblemCode, Problem, type ProblemCode } from "../../../src/core/problem.ts";
import { type Language, type Text, textFor } from "../../../src/text/index.ts";
import { LISTED_FINDINGS } from "./finding-codes.ts";

const ANY = "…";

interface Words {
  readonly top: string;
  readonly problems: string;
  readonly verdicts: string;
  readonly paths: string;
  readonly findings: string;
  readonly code: string;
  readonly exit: string;
  readonly says: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    top: `# The messages

[По-русски](../ru/messages.md) · [procedure](procedure.md) · [states](states.md) · [safety](safety.md) · [SSH and containers](reach.md) ·
[practice](practice.md) · [automation](automation.md) · [command line](command-line.md) · **messages**

What restamp says, with the codes that \`--json\` gives. "${ANY}" stands for a name. On the screen each problem comes with why, and
with what to do next. \`npm run docs\` writes this page from the sentences in \`src/text/en\`.`,
    problems: "What stops it: `error.code`",
    verdicts: "What the database is: `verdict`",
    paths: "What repairs it: `recommended.path`, `--path`",
    findings: "What is worth knowing beside that: `findings`",
    code: "code",
    exit: "exit",
    says: "it says",
  },
  ru: {
    top: `# Сообщения

[In English](../en/messages.md) · [порядок действий](procedure.md) · [состояния](states.md) · [безопасность](safety.md) ·
[SSH и контейнеры](reach.md) · [тренировка](practice.md) · [командная строка](command-line.md) · **сообщения**

Что говорит restamp и какие коды при этом выдаёт \`--json\`. «${ANY}» стоит вместо имени. На экране у каждой ошибки есть причина и
следующий шаг. Страницу пишет \`npm run docs\` из предложений в \`src/text/ru\`.`,
    problems: "Что останавливает работу: `error.code`",
    verdicts: "В каком состоянии база: `verdict`",
    paths: "Чем исправляется: `recommended.path`, `--path`",
    findings: "Что ещё полезно знать: `findings`",
    code: "код",
    exit: "выход",
    says: "что сказано",
  },
};

/** @returns the page in Markdown */
export function messagesPage(language: Language): string {
  const text = textFor(language);
  const words = WORDS[language];
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const { diagnosis, plan } = text;
  return [
    words.top,
    `## ${words.problems}`,
    table([words.code, words.exit, words.says], problemRows(text)),
    `## ${words.verdicts}`,
    table([words.code, words.says], entries(diagnosis.titles)),
    `## ${words.paths}`,
    table(
      [words.code, words.says],
      entries(plan.paths).map(([code, { name, what }]) => [
        code,
        `${name.replace(/ +/, " ")}. ${what}`,
      ]),
    ),
    `## ${words.findings}`,
    table(
      [words.code, words.says],
      FINDINGS.map((finding) => [`\`${finding.code}\``, diagnosis.finding(finding)]),
    ),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

function entries<Value>(of: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(of).map(([code, value]) => [`\`${code}\``, value]);
}

/** Problems that are put into words where they come up have only a general sentence. */
const IN_OTHER_WORDS: readonly string[] = ["usage", "consent_missing"];

function problemRows({ problems }: Text): string[][] {
  return Object.keys(problems)
    .filter(isProblemCode)
    .map((code) => [`\`${code}\``, String(new Problem(code).exitCode), sentence(problems, code)]);
}

function sentence(problems: Text["problems"], code: ProblemCode): string {
  const details = IN_OTHER_WORDS.includes(code) ? {} : new Proxy({}, { get: () => ANY });
  return problems[code](details).what;
}

const items = [ANY];

const FINDINGS: readonly Finding[] = [
  ...LISTED_FINDINGS.map((code) => ({ code, items })),
  { code: "not_recorded", items, failed: ANY, line: ANY },
  { code: "not_owned", items, owner: ANY },
  { code: "lost_revision", items, commit: ANY, date: ANY, path: ANY, downRevisions: items },
  { code: "version_num_short", items, table: ANY, length: 10, needed: 12 },
];
