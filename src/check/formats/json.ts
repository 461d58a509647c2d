import { countOf, type Result, statusOf } from "../result.ts";

/** All that is known, for scripts. Within version 1 keys are only added. */
export const json = (results: readonly Result[]): string =>
  `${JSON.stringify(
    {
      schema: "conntriage/check/1",
      checked: results.length,
      passed: countOf(results, "passed"),
      failed: countOf(results, "failed"),
      unreadable: countOf(results, "unreadable"),
      // without what differs from run to run
      results: results.map(({ seconds: _, ...one }, at) => ({
        ...one,
        status: statusOf(results[at]!),
      })),
    },
    null,
    2,
  )}\n`;
