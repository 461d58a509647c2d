import { defineConfig } from "vitest/config";

// The lab lowers a limit of the whole machine, so that it runs where it is asked for alone: `npm run test:lab`.
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === "lab" ? ["test/lab/**/*.test.ts"] : ["test/**/*.test.ts"],
    exclude: mode === "lab" ? [] : ["test/lab/**"],
    // compiling the cause table, archives and shells at once is slow on a small machine
    testTimeout: 30_000,
  },
}));
