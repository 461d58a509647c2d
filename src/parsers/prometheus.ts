import { LIMITS } from "../limits.ts";
import type { LineParser } from "./line-parser.ts";
import type { Redaction } from "./redaction.ts";
import { parseFailed } from "./values.ts";

/** One sample: its labels, without the metric's name, and its value (NaN and infinity included). */
export interface Sample {
  labels: Map<string, string>;
  value: number;
  line: number;
}

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

/** Labels whose values are the program's own words and numbers. */
const SHOWN_LABELS =
  /^(?:le|quantile|rcode|code|method|verb|ip_family|family|table|proto|type|reason|direction|result|outcome|map_name|plugin|proxy_name|cpu|(?:git_?|go_?)?version|major|minor|compiler|platform|sysname|machine|release)$/i;

/** Of metrics that are wanted their names, numbers, and labels; of labels that may name somebody, hidden values. */
const shownMetrics =
  (wanted: (name: string) => boolean): Redaction =>
  () =>
  (line, hide) => {
    const head =
      /^\s*# (?:HELP|TYPE) ([a-zA-Z_:][\w:]{0,255})(?: (?:counter|gauge|histogram|summary|untyped)$)?/.exec(
        line,
      );
    if (head !== null) return wanted(head[1]!.replace(/_(?:bucket|sum|count)$/, "")) ? head[0] : "";
    const [, name, labels = "", rest] =
      /^\s*([a-zA-Z_:][\w:]{0,255})(\{.*\})?(\s+[-+\w.]{1,40}(?:\s+\d{1,20}(?:\.\d{1,9})?)?)\s*$/.exec(
        line,
      ) ?? [];
    if (name === undefined || !wanted(name)) return "";
    const hidden = labels.replace(
      /\b(\w+)(\s*=\s*)"((?:[^"\\]|\\.)*)"/g,
      (whole, label: string, sign: string, value: string) =>
        SHOWN_LABELS.test(label) && /^[\w.+<>:/ -]{0,64}$/.test(value)
          ? whole
          : `${label}${sign}"${hide.name(value)}"`,
    );
    return name + hidden + rest;
  };

/** Reads what follows the name: labels in braces, a value, and maybe a time stamp. */
function readSample(text: string, from: number, line: number): Sample | null {
  const labels = new Map<string, string>();
  let at = skipBlanks(text, from);
  if (text[at] === "{") {
    at = skipBlanks(text, at + 1);
    while (text[at] !== "}") {
      const equals = text.indexOf("=", at);
      if (equals < 0) return null;
      const label = text.slice(at, equals).trim();
      at = skipBlanks(text, equals + 1);
      if (!/^[a-zA-Z_]\w{0,127}$/.test(label) || text[at] !== '"') return null;
      let value = "";
      for (at++; text[at] !== '"'; at++) {
        if (at >= text.length) return null;
        if (text[at] !== "\\") value += text[at];
        else value += text[++at] === "n" ? "\n" : (text[at] ?? "");
      }
      if (labels.size >= 64) return null;
      labels.set(label, value);
      at = skipBlanks(text, at + 1);
      if (text[at] === ",") at = skipBlanks(text, at + 1);
      else if (text[at] !== "}") return null;
    }
    at++;
  }
  const value = sampleValue(text.slice(at).trim().split(/\s/, 1)[0] ?? "");
  return value === null ? null : { labels, value, line };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** A number as Go prints and Prometheus reads it, or null. */
function sampleValue(text: string): number | null {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : null;
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

/** Observations at or below each bound, summed over all other labels. */
function buckets(fact: PrometheusFact, name: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { labels, value } of fact.series.get(`${name}_bucket`) ?? []) {
    const bound = sampleValue(labels.get("le") ?? "");
    if (bound === null || Number.isNaN(bound) || Number.isNaN(value)) continue;
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

/** When the program began, for telling a restart from a fall of its counters. */
export const OF_THE_PROCESS = new Set([
  "process_start_time_seconds",
  "process_open_fds",
  "process_max_fds",
]);
