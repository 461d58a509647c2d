import type { PrometheusFact } from "./prometheus.ts";
import { sampleValue } from "./prometheus-sample.ts";

/** Observations at or below each bound, summed over all other labels. */
function buckets(fact: PrometheusFact, name: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { labels, value } of fact.series.get(`${name}_bucket`) ?? []) {
    const bound = sampleValue(labels.get("le") ?? "");
    if (bound === null || Number.isNaN(bound)) continue;
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  return counts;
}

/**
 * The `q`-quantile (0 to 1) of a classic histogram by linear interpolation within its bucket, as
 * Prometheus' `histogram_quantile` does it; with `since`, of the observations after that scrape.
 * Null when there is no observation. A quantile beyond the last bound is that bound.
 */
export function histogramQuantile(
  fact: PrometheusFact,
  name: string,
  q: number,
  since?: PrometheusFact,
): number | null {
  const before = since === undefined ? new Map<number, number>() : buckets(since, name);
  const sorted = [...buckets(fact, name)]
    .map(([bound, count]) => ({ bound, count: count - (before.get(bound) ?? 0) }))
    .sort((a, b) => a.bound - b.bound);
  for (const [place, bucket] of sorted.entries()) {
    bucket.count = Math.max(bucket.count, sorted[place - 1]?.count ?? 0);
  }
  const last = sorted.at(-1);
  if (last?.bound !== Infinity || sorted.length < 2 || last.count === 0) return null;
  if (!(q >= 0 && q <= 1)) return null;
  const rank = q * last.count;
  const place = sorted.findIndex(({ count }) => count >= rank);
  const found = sorted[place]!;
  if (found === last) return sorted.at(-2)!.bound;
  if (place === 0 && found.bound <= 0) return found.bound;
  const below = place === 0 ? { bound: 0, count: 0 } : sorted[place - 1]!;
  const share = (rank - below.count) / (found.count - below.count || 1);
  return below.bound + (found.bound - below.bound) * share;
}
