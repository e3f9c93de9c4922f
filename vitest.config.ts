import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    // The tests read English, wherever they run.
    env: { RESTAMP_LANG: "en" },
    globalSetup: ["test/support/global-setup.ts"],
    // Every test file that asks alembic waits for Python; two cores carry three of them.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
