import { examine } from "../analyze.ts";
import type { Said } from "../check/differences.ts";
import { buildCase } from "../report/build.ts";

/** What an analysis says, with all that was read for it. */
export async function said(...what: Parameters<typeof examine>): Promise<Said> {
  const results = await examine(...what);
  return { analysis: buildCase(results), readings: results[0].readings };
}
