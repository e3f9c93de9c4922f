import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/pictures/pictures.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 60_000,
  },
});
