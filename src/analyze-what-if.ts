import { type AnalyzeOptions, examine } from "./analyze.ts";
import { AnalyzerError } from "./errors.ts";
import { tableState } from "./report/build.ts";
import { entryBytes } from "./signals/sizing.ts";
import { type Prediction, predict, type Settings, TIMEOUTS } from "./what-if/predict.ts";

/**
 * A prediction beside the limit: what the node would look like. Shares are fractions of 1.
 *
 * What fills the limit is the kernel's own count. It is more than the dump's entries, because expired
 * ones are counted until they are collected, which can take a minute; as many are taken to go on waiting
 * for that.
 */
export interface WhatIf extends Prediction {
  max: { from: number | null; to: number | null };
  utilization: { from: number | null; to: number | null };
  /** Seconds until the table is full at the window's growth; null when it does not grow, or is unknown. */
  secondsToFull: number | null;
  /** Bytes that all that is counted takes on this kernel. */
  memory: { from: number; to: number };
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
): Promise<WhatIf> {
  const unknown = [...settings.timeouts.keys()].find((name) => !TIMEOUTS.has(name));
  if (unknown !== undefined)
    throw new AnalyzerError(
      "USAGE",
      `${unknown} is no timeout of connection tracking; known are nf_conntrack_max and ${[...TIMEOUTS].join(", ")}`,
    );
  const [results] = await examine(target, options);
  const state = tableState(results);
  if (state === null)
    throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: it holds no dump of the table`);
  const prediction = predict(state, settings);
  const max = { from: state.max, to: settings.max ?? state.max };
  const share = (entries: number, limit: number | null) =>
    limit === null ? null : entries / limit;
  const from = state.count ?? prediction.before;
  const to = Math.max(0, from + prediction.after - prediction.before);
  const growth = results.readings.get("table.growth")?.value ?? null;
  const room = max.to === null ? null : max.to - to;
  const bytes = entryBytes(results.facts);
  return {
    ...prediction,
    max,
    utilization: { from: share(from, max.from), to: share(to, max.to) },
    secondsToFull:
      room === null || growth === null || Number(growth) <= 0
        ? null
        : Math.max(0, room) / Number(growth),
    memory: { from: from * bytes, to: to * bytes },
  };
}
