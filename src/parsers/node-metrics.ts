import { type PrometheusFact, prometheus } from "./prometheus.ts";
import { defineSource } from "./source.ts";

/**
 * node_exporter's metrics of the table: its entries, its limit, and the counters since boot, summed over CPUs
 * (`node_nf_conntrack_entries`, `node_nf_conntrack_entries_limit`, `node_nf_conntrack_stat_…`).
 */
export const nodeMetrics = defineSource<PrometheusFact>({
  what: "the metrics of node_exporter",
  get: "curl -s http://127.0.0.1:9100/metrics",
  sensitive: ["names"],
  alternatives: ["sysctl"],
  parser: prometheus(
    (name) =>
      name.startsWith("node_nf_conntrack_") ||
      name === "process_start_time_seconds" ||
      name === "node_boot_time_seconds" ||
      name === "node_time_seconds",
  ),
});
