import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The lab changes one global limit of the kernel, so its files must not run beside each other.
    fileParallelism: true,
    testTimeout: 30_000,
  },
});
