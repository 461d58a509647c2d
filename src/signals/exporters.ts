import { found } from "../facts/facts.ts";
import { total } from "../parsers/prometheus.ts";
import { absent } from "./absent.ts";
import { fromFact, fromPair } from "./from-facts.ts";
import type { Reading, Signal, SignalContext } from "./signal.ts";

/** What a counter of some exporter rose by within the window, over all its instances. */
function exporterRise(
  context: SignalContext,
  source: "kube-proxy-metrics" | "coredns-metrics" | "cilium-metrics",
  names: readonly string[],
  where?: (labels: Map<string, string>) => boolean,
): Reading {
  const rises: Reading[] = [];
  for (const label of new Set(found(context.facts, source).map((one) => one.label))) {
    const instance = found(context.facts, source).filter((one) => one.label === label);
    const facts = { ...context.facts, [source]: instance };
    rises.push(
      fromPair({ ...context, facts }, source, (start, end) => {
        const name = names.find((one) => end.fact.series.has(one));
        if (name === undefined) return null;
        const value = (total(end.fact, name, where) ?? 0) - (total(start.fact, name, where) ?? 0);
        return value < 0 ? null : { value, line: end.fact.series.get(name)![0]!.line };
      }),
    );
  }
  const known = rises.filter((one) => one.value !== null);
  const most = known.sort((a, b) => Number(b.value) - Number(a.value))[0];
  if (most === undefined) return rises[0] ?? absent(context.facts, source);
  return { ...most, value: known.reduce((sum, one) => sum + Number(one.value), 0) };
}

export const EXPORTER_SIGNALS = {
  "kubeProxy.invalidDropped": {
    unit: "packets",
    title: "packets that kube-proxy's rules dropped as invalid",
    command: "curl -s http://127.0.0.1:10249/metrics | grep ct_state_invalid",
    read: (context) =>
      exporterRise(context, "kube-proxy-metrics", [
        "kubeproxy_iptables_ct_state_invalid_dropped_packets_total",
      ]),
  },
  "coredns.rejects": {
    unit: "queries",
    title: "queries that CoreDNS refused (max_concurrent)",
    command: "curl -s http://POD:9153/metrics | grep max_concurrent_rejects",
    read: (context) =>
      exporterRise(context, "coredns-metrics", [
        "coredns_forward_max_concurrent_rejects_total",
        "coredns_forward_max_concurrent_reject_count_total",
        "coredns_proxy_max_concurrent_rejects_total",
      ]),
  },
  "coredns.upstreamFailures": {
    unit: "times",
    title: "failed health checks of CoreDNS's upstream servers",
    command: "curl -s http://POD:9153/metrics | grep healthcheck_failures_total",
    read: (context) =>
      exporterRise(context, "coredns-metrics", [
        "coredns_proxy_healthcheck_failures_total",
        "coredns_forward_healthcheck_failures_total",
        "coredns_forward_healthcheck_failure_count_total",
      ]),
  },
  "cilium.mapPressure": {
    unit: "share",
    title: "use of Cilium's fullest connection-tracking map",
    command: "curl -s http://127.0.0.1:9962/metrics | grep bpf_map_pressure",
    read: (context) =>
      fromFact(context, "cilium-metrics", ({ fact }) => {
        const maps = (fact.series.get("cilium_bpf_map_pressure") ?? []).filter(({ labels }) =>
          /ct[46]|ct_(?:any|tcp)/.test(labels.get("map_name") ?? ""),
        );
        const fullest = maps.sort((a, b) => b.value - a.value)[0];
        return fullest === undefined ? null : { value: fullest.value, line: fullest.line };
      }),
  },
  "cilium.insertFailures": {
    unit: "packets",
    title: "packets that Cilium dropped because its map was full",
    command: "curl -s http://127.0.0.1:9962/metrics | grep drop_count_total",
    read: (context) =>
      exporterRise(context, "cilium-metrics", ["cilium_drop_count_total"], (labels) =>
        (labels.get("reason") ?? "").includes("Map insertion failed"),
      ),
  },
} as const satisfies Record<string, Signal>;
