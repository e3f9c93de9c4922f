import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/docs/write.ts"],
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
