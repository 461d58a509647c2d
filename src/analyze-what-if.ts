import { type AnalyzeOptions, examine } from "./analyze.ts";
import { AnalyzerError } from "./errors.ts";
import { basisOf } from "./report/basis.ts";
import { answer, type WhatIf } from "./report/what-if.ts";
import { type Settings, TIMEOUTS } from "./what-if/predict.ts";

export type { WhatIf };

/**
 * Predicts a bundle's table under other settings.
 *
 * @throws AnalyzerError `USAGE` for a setting that governs no entry, `BUNDLE_UNREADABLE` without a dump
 */
export async function whatIf(
  target: string,
  settings: Settings,
  options: AnalyzeOptions = {},
): Promise<WhatIf> {
  const unknown = [...settings.timeouts.keys()].find((name) => !TIMEOUTS.has(name));
  if (unknown !== undefined)
    throw new AnalyzerError(
      "USAGE",
      `${unknown} is no timeout of connection tracking; known are nf_conntrack_max and ${[...TIMEOUTS].join(", ")}`,
    );
  const [results] = await examine(target, options);
  const basis = basisOf(results);
  if (basis === null)
    throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: it holds no dump of the table`);
  return answer(basis, settings);
}
