/** The linter keeps the rooms apart; this makes sure that it really does. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @returns what Biome, with the project's rules, says of one import in a file of that room */
function lint(file: string, imported: string): string {
  const folder = mkdtempSync(join(tmpdir(), "restamp-rooms-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { vcs: _, $schema: __, ...rules } = JSON.parse(readFileSync(`${ROOT}biome.json`, "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify(rules));
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import { x } from "${imported}";\n\nexport const y = x;\n`);
  const biome = join(ROOT, "node_modules", ".bin", "biome");
  const { stdout, stderr, status } = spawnSync(biome, ["lint", "."], {
    cwd: folder,
    encoding: "utf8",
  });
  if (!`${stdout}${stderr}`.includes("Checked 2 files") && status === 0) {
    throw new Error(`Biome looked at nothing: ${stdout}${stderr}`);
  }
  return stdout + stderr;
}

const FORBIDDEN = [
  ["src/core/facts.ts", "node:fs"],
  ["src/core/plan/steps.ts", "pg"],
  ["src/core/facts.ts", "../io/ports/database.ts"],
  ["src/core/facts.ts", "../text/index.ts"],
  ["src/io/postgres/snapshot.ts", "../../session/screens/state.ts"],
  ["src/io/ports/database.ts", "react"],
  ["src/io/ports/database.ts", "pg"],
  ["src/io/ports/database.ts", "../postgres/snapshot.ts"],
  ["src/io/ports/session.ts", "../../session/screens/state.ts"],
  ["src/session/screens/reducer.ts", "../../io/postgres/database.ts"],
  ["src/session/screens/reducer.ts", "node:fs"],
  ["src/session/screens/reducer.ts", "../../ui/App.tsx"],
  ["src/ui/App.tsx", "../io/alembic/alembic.ts"],
  ["src/ui/screens/Chain.tsx", "../../commands/wizard.tsx"],
  ["src/text/en/cli.ts", "../../ui/theme.ts"],
] as const;

test.each(FORBIDDEN)("%s may not import %s", (file, imported) => {
  expect(lint(file, imported)).toContain("noRestrictedImports");
});

const ALLOWED = [
  ["src/core/plan/steps.ts", "../sql-text.ts"],
  ["src/session/screens/reducer.ts", "../../io/ports/command.ts"],
  ["src/session/screens/reducer.ts", "../../core/facts.ts"],
  ["src/ui/App.tsx", "../session/store.ts"],
  ["src/ui/screens/Overlay.tsx", "../../io/ports/command.ts"],
  ["src/text/en/checks.ts", "../../io/ports/url-source.ts"],
  ["src/io/ports/database.ts", "../../core/snapshot.ts"],
  ["src/io/ports/database.ts", "./repair-session.ts"],
  ["src/io/postgres/database.ts", "../ports/database.ts"],
  ["src/commands/wizard.tsx", "../io/alembic/alembic.ts"],
] as const;

test.each(ALLOWED)("%s may import %s", (file, imported) => {
  expect(lint(file, imported)).not.toContain("noRestrictedImports");
});
