import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// The lab has the machine to itself, so that it runs where it is asked for alone: `npm run test:lab`. What
// lowers a limit of the machine's own kernel is asked for by another name again: `npm run test:lab:host`.
const LAB = "test/lab/**/*.test.ts";
const HOST = "test/lab/**/*.host.test.ts";
const MODES: Readonly<Record<string, { include: string[]; exclude: string[] }>> = {
  lab: { include: [LAB], exclude: [HOST] },
  "lab-host": { include: [HOST], exclude: [] },
};

export default defineConfig(({ mode }) => ({
  test: {
    ...(MODES[mode] ?? { include: ["test/**/*.test.ts"], exclude: [LAB] }),
    // compiling the cause table, archives and shells at once is slow on a small machine
    testTimeout: 30_000,
    // many tests wait for a collector or a browser, so that one more than there are processors is of use
    maxWorkers: availableParallelism() + 1,
  },
}));
