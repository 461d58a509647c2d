/** What kube-proxy counts, under its names and with its bucket bounds (pkg/proxy/metrics). */
import { type Histogram, histogram, type Metric, plain } from "./exposition.ts";

/** One millisecond, doubled fourteen times. */
const SYNC_BOUNDS = Array.from({ length: 15 }, (_, power) => 0.001 * 2 ** power);

const steps = (start: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => start + place * step);

/** From kube-proxy's merge of four linear ranges; its first bound is 0. */
const PROGRAMMING_BOUNDS = [
  0,
  ...steps(0.25, 0.25, 2),
  ...steps(1, 1, 59),
  ...steps(60, 5, 12),
  ...steps(120, 30, 7),
];

export interface Figures {
  readonly durations: Histogram;
  readonly programming: Histogram;
  endpointChanges: number;
  endpointChangesPending: number;
  serviceChanges: number;
  serviceChangesPending: number;
  restoreFailures: number;
  /** Rules now in the kernel. */
  rules: { readonly filter: number; readonly nat: number };
  /** Seconds since 1970; 0 before the first. */
  lastQueued: number;
  lastSynced: number;
  /** Packets that its rule against invalid ones has dropped; null for a kube-proxy that does not say. */
  invalidDropped: number | null;
}

export const noFigures = (): Figures => ({
  durations: histogram(SYNC_BOUNDS),
  programming: histogram(PROGRAMMING_BOUNDS),
  endpointChanges: 0,
  endpointChangesPending: 0,
  serviceChanges: 0,
  serviceChangesPending: 0,
  restoreFailures: 0,
  rules: { filter: 0, nat: 0 },
  lastQueued: 0,
  lastSynced: 0,
  invalidDropped: null,
});

type Row = readonly [name: string, type: Metric["type"], help: string, Metric["samples"]];

const invalidDropped = (packets: number): Row => [
  "iptables_ct_state_invalid_dropped_packets_total",
  "counter",
  "[ALPHA] packets dropped by iptables to work around conntrack problems",
  plain(packets),
];

export function kubeProxyMetrics(figures: Figures): Metric[] {
  const rows: readonly Row[] = [
    ...(figures.invalidDropped === null ? [] : [invalidDropped(figures.invalidDropped)]),
    [
      "network_programming_duration_seconds",
      "histogram",
      "[ALPHA] In Cluster Network Programming Latency in seconds",
      figures.programming.samples(),
    ],
    [
      "sync_proxy_rules_duration_seconds",
      "histogram",
      "[ALPHA] SyncProxyRules latency in seconds",
      figures.durations.samples(),
    ],
    [
      "sync_proxy_rules_endpoint_changes_pending",
      "gauge",
      "[ALPHA] Pending proxy rules Endpoint changes",
      plain(figures.endpointChangesPending),
    ],
    [
      "sync_proxy_rules_endpoint_changes_total",
      "counter",
      "[ALPHA] Cumulative proxy rules Endpoint changes",
      plain(figures.endpointChanges),
    ],
    [
      "sync_proxy_rules_iptables_restore_failures_total",
      "counter",
      "[ALPHA] Cumulative proxy iptables restore failures",
      plain(figures.restoreFailures),
    ],
    [
      "sync_proxy_rules_iptables_total",
      "gauge",
      "[ALPHA] Total number of iptables rules owned by kube-proxy",
      Object.entries(figures.rules).map(([table, count]) => ["", { table }, count]),
    ],
    [
      "sync_proxy_rules_last_queued_timestamp_seconds",
      "gauge",
      "[ALPHA] The last time a sync of proxy rules was queued",
      plain(figures.lastQueued),
    ],
    [
      "sync_proxy_rules_last_timestamp_seconds",
      "gauge",
      "[ALPHA] The last time proxy rules were successfully synced",
      plain(figures.lastSynced),
    ],
    [
      "sync_proxy_rules_service_changes_pending",
      "gauge",
      "[ALPHA] Pending proxy rules Service changes",
      plain(figures.serviceChangesPending),
    ],
    [
      "sync_proxy_rules_service_changes_total",
      "counter",
      "[ALPHA] Cumulative proxy rules Service changes",
      plain(figures.serviceChanges),
    ],
  ];
  return rows.map(([name, type, help, samples]) => ({
    name: `kubeproxy_${name}`,
    type,
    help,
    samples,
  }));
}
