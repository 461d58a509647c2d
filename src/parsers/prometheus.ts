import { LIMITS } from "../limits.ts";
import type { LineParser } from "./line-parser.ts";
import { shownMetrics } from "./prometheus-redaction.ts";
import { readSample, type Sample } from "./prometheus-sample.ts";
import { parseFailed } from "./values.ts";

/**
 * Samples of chosen metrics, by metric name (histograms by `…_bucket`, `…_sum`, `…_count`).
 *
 * Source: a scrape in Prometheus' text format. Units are in the names. A metric that the program
 * does not have, or has not used yet, is absent: that is not 0.
 */
export interface PrometheusFact {
  series: Map<string, Sample[]>;
  /** Lines of samples, wanted or not. */
  samplesListed: number;
  unparsedLines: number;
  /** True when samples beyond the ceiling were left out: sums are then lower bounds. */
  cut: boolean;
}

/** When the program began, for telling a restart from a fall of its counters. */
export const OF_THE_PROCESS = new Set([
  "process_start_time_seconds",
  "process_open_fds",
  "process_max_fds",
]);

/** The parser, and what may be shown, of a scrape of which some metrics are wanted. */
export const metricsOf = (wanted: (name: string) => boolean) => ({
  parser: prometheus(wanted),
  redact: shownMetrics(wanted),
});

/** Keeps the metrics of which `wanted` says so. */
export function prometheus(wanted: (name: string) => boolean): LineParser<PrometheusFact> {
  return (entry) => {
    const series = new Map<string, Sample[]>();
    let kept = 0;
    let samplesListed = 0;
    let unparsedLines = 0;
    let cut = false;
    return {
      line(text, number) {
        const trimmed = text.trim();
        if (trimmed === "" || trimmed.startsWith("#")) return;
        const name = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,255}(?=[\s{])/.exec(trimmed)?.[0];
        if (name === undefined) {
          unparsedLines++;
          return;
        }
        if (!wanted(name)) {
          samplesListed++;
          return;
        }
        const sample = readSample(trimmed, name.length, number);
        if (sample === null) {
          unparsedLines++;
          return;
        }
        samplesListed++;
        // `NaN` and `+Inf` tell no number: as a metric that the program does not have
        if (!Number.isFinite(sample.value)) return;
        if (kept >= LIMITS.keysPerEntry) {
          cut = true;
          return;
        }
        kept++;
        const samples = series.get(name);
        if (samples === undefined) series.set(name, [sample]);
        else samples.push(sample);
      },
      end() {
        if (samplesListed === 0)
          throw parseFailed(entry, 1, "no samples in Prometheus' text format");
        return { series, samplesListed, unparsedLines, cut };
      },
    };
  };
}

/** The line of a metric's first sample; 1 where it has none. */
export const lineOf = (fact: PrometheusFact, name: string): number =>
  fact.series.get(name)?.[0]?.line ?? 1;

/** The sum over the samples that `where` takes (all, without it), or null when there is none. */
export function total(
  fact: PrometheusFact,
  name: string,
  where: (labels: Map<string, string>) => boolean = () => true,
): number | null {
  const samples = fact.series.get(name)?.filter(({ labels }) => where(labels)) ?? [];
  return samples.length === 0 ? null : samples.reduce((sum, { value }) => sum + value, 0);
}
