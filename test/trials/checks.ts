/** What looks at a checkout. Each is run on the whole copy first, where it must have nothing to say. */
export const CHECKS = {
  types: ["tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", "types.tsbuildinfo"],
  floors: ["depcruise", "src", "--config", ".dependency-cruiser.mjs"],
  causes: ["vitest", "run", "test/truth/truth-table.test.ts", "-t", "has a positive"],
  reports: ["vitest", "run", "test/golden/reports.test.ts"],
  sources: ["vitest", "run", "test/signals/sources.test.ts"],
  layouts: ["vitest", "run", "test/layouts", "-t", "a sample of every layout"],
  sections: ["vitest", "run", "test/report/document.test.ts", "-t", "every section"],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type Check = keyof typeof CHECKS;
