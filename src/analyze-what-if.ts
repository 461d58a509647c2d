import { type AnalyzeOptions, examine } from "./analyze.ts";
import { AnalyzerError } from "./errors.ts";
import type { Subject } from "./facts/piece.ts";
import { basisOf } from "./report/basis.ts";
import { hostOf, type Results, tableState } from "./report/results.ts";
import { answer, type WhatIf } from "./report/what-if.ts";
import { type Settings, TIMEOUTS } from "./what-if/predict.ts";

export type { WhatIf };

/** An answer, and whose table it is of. */
export interface WhatIfOf extends WhatIf {
  /** Of several with a table, the one in the worst state. */
  subject: Subject;
  others: Subject[];
}

/**
 * Predicts a bundle's table under other settings.
 *
 * @throws AnalyzerError `USAGE` for a setting that governs no entry, `BUNDLE_UNREADABLE` without a dump
 */
export async function whatIf(
  target: string,
  settings: Settings,
  options: AnalyzeOptions = {},
): Promise<WhatIfOf> {
  const unknown = [...settings.timeouts.keys()].find((name) => !TIMEOUTS.has(name));
  if (unknown !== undefined)
    throw new AnalyzerError(
      "USAGE",
      `${unknown} is no timeout of connection tracking; known are nf_conntrack_max and ${[...TIMEOUTS].join(", ")}`,
    );
  const all = await examine(target, options);
  const [first, ...others] = all.filter((results) => tableState(results) !== null);
  if (first === undefined) throw noTable(target, all[0]);
  return {
    ...answer(basisOf(first)!, settings),
    subject: subjectOf(first),
    others: others.map(subjectOf),
  };
}

const subjectOf = (results: Results): Subject => ({
  host: hostOf(results),
  namespace: results.subject.namespace,
});

/** Says whether there are no rows, or why they are not the table; and of what was cut that it was. */
function noTable(target: string, { excerpt, tables, bundle }: Results): AnalyzerError {
  const why =
    tables.length > 0 && excerpt.is === "excerpt"
      ? `nothing can be predicted: ${excerpt.reason}`
      : "it holds no dump of the table";
  const cut = bundle.truncated ? "; the bundle ends too early or is damaged" : "";
  return new AnalyzerError("BUNDLE_UNREADABLE", `${target}: ${why}${cut}`);
}
