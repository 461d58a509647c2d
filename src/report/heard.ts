import { hearingOf } from "../facts/heard.ts";
import { evictedByDumps, evictedOf } from "./evicted.ts";
import { filledOf } from "./filled.ts";
import { coverageOf, type Evicted, type Filled } from "./hearing.ts";
import type { Results } from "./results.ts";

/** Who filled the table, and who was thrown out, where a recorder listened or took several dumps. */
export function heardOf(
  results: Results,
  count: number | null,
): { filled?: Filled; evicted?: Evicted } {
  const { heard } = results;
  const hearing = heard === null ? null : hearingOf(heard.fact);
  if (heard === null || hearing === null) return { ...evictedByDumps(results) };
  const coverage = coverageOf(heard, hearing);
  return {
    filled: filledOf(results, heard, coverage, count),
    ...(heard.fact.tellsTime === false
      ? evictedByDumps(results)
      : { evicted: evictedOf(results, heard, coverage, hearing) }),
  };
}
