import { found } from "../facts/facts.ts";
import { histogramQuantile } from "../parsers/histogram.ts";
import { SOURCES } from "../parsers/index.ts";
import { lineOf, type PrometheusFact, total } from "../parsers/prometheus.ts";
import { absent } from "./absent.ts";
import { firstKnown } from "./combine.ts";
import { fromFact, fromPair } from "./from-facts.ts";
import { largest, METRICS, SYNC } from "./kube-proxy-metrics.ts";
import type { Reading, SignalContext } from "./signal.ts";

/** A failed partial sync counts in both of the first two. */
const FAILURES = [
  [`${SYNC}_iptables_restore_failures_total`, `${SYNC}_iptables_partial_restore_failures_total`],
  [`${SYNC}_nftables_sync_failures_total`],
] as const;

/** The syncs that failed since kube-proxy began, or since an earlier scrape; null where a counter was reset. */
function failuresOf(fact: PrometheusFact, since?: PrometheusFact) {
  const counted = FAILURES.flatMap((names) => {
    const known = names.flatMap((name) => {
      const value = total(fact, name);
      if (value === null) return [];
      const before = since === undefined ? 0 : (total(since, name) ?? 0);
      return [{ value: value - before, line: lineOf(fact, name) }];
    });
    return largest(known) ?? [];
  });
  if (counted.length === 0 || counted.some(({ value }) => value < 0)) return null;
  return { value: counted.reduce((sum, { value }) => sum + value, 0), line: counted[0]!.line };
}

export const failures = (context: SignalContext): Reading =>
  fromFact(context, METRICS, ({ fact }) => failuresOf(fact));

/** Of a single scrape, a total of nothing did not rise either. */
export function syncFailures(context: SignalContext): Reading {
  const risen = fromPair(context, METRICS, (start, end) => failuresOf(end.fact, start.fact));
  const ever = failures(context);
  return risen.value === null && ever.value === 0 ? ever : risen;
}

const [ALL, FULL, PARTIAL] = ["sync", "sync_full", "sync_partial"].map(
  (kind) => `kubeproxy_${kind}_proxy_rules_duration_seconds`,
) as [string, string, string];

/**
 * How long syncs take after a change. The full one at the start takes far longer where later ones are partial, and
 * is none that a change waits for; releases that do not tell them apart write all rules each time.
 */
export function slowSyncs(context: SignalContext): Reading {
  const within = (name: string): Reading =>
    fromPair(context, METRICS, (start, end) => {
      const value = histogramQuantile(end.fact, name, 0.99, start.fact);
      return value === null ? null : { value, line: lineOf(end.fact, `${name}_bucket`) };
    });
  // no sync within the window: how long they took since kube-proxy began is still how long they take
  const ever = (name: string): Reading =>
    fromFact(context, METRICS, ({ fact }) => {
      const value = histogramQuantile(fact, name, 0.99);
      return value === null ? null : { value, line: lineOf(fact, `${name}_bucket`) };
    });
  const toldApart = found(context.facts, METRICS).some(({ fact }) =>
    fact.series.has(`${FULL}_count`),
  );
  if (!toldApart) return firstKnown(within(ALL), ever(ALL));
  const known = [within(PARTIAL), ever(PARTIAL), within(ALL)].find(({ value }) => value !== null);
  return known ?? absent(context.facts, METRICS, `${SOURCES[METRICS].what}: no sync but the first`);
}
