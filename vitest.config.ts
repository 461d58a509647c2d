import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // compiling the cause table, archives and shells at once is slow on a small machine
    testTimeout: 30_000,
  },
});
