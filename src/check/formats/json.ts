import type { Checked } from "../contract.ts";
import { countOf, type Result, statusOf } from "../result.ts";

/** All that is known, for scripts, without what differs from run to run. */
export function json(results: readonly Result[]): string {
  const document: Checked = {
    schema: "conntriage/check/1",
    checked: results.length,
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    unreadable: countOf(results, "unreadable"),
    results: results.map(({ seconds: _, ...one }, at) => ({
      ...one,
      status: statusOf(results[at]!),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
