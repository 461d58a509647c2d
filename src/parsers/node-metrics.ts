import { metricsOf, type PrometheusFact } from "./prometheus.ts";
import { defineSource } from "./source.ts";

/**
 * What a counter rose by since the evidence began, made of the rates that some monitors keep instead of it: none
 * of them tells its total since boot.
 */
export const RISEN = "netdata_nf_conntrack_risen_";

/** The use of the limit as an alert or a person tells it, without the count: a fraction of 1. */
export const TOLD_USE = "node_nf_conntrack_told_use";

/**
 * node_exporter's metrics of the table: its entries, its limit, and the counters since boot, summed over CPUs
 * (`node_nf_conntrack_entries`, `node_nf_conntrack_entries_limit`, `node_nf_conntrack_stat_…`).
 */
export const nodeMetrics = defineSource<PrometheusFact>({
  what: "the metrics of node_exporter",
  get: "curl -s http://127.0.0.1:9100/metrics",
  sensitive: ["names"],
  alternatives: ["sysctl"],
  ...metricsOf(
    (name) =>
      name.startsWith("node_nf_conntrack_") ||
      name.startsWith(RISEN) ||
      name === "process_start_time_seconds" ||
      name === "node_boot_time_seconds" ||
      name === "node_time_seconds" ||
      name === "node_uname_info",
  ),
});

/** When a scrape was taken, by the exporter's own clock: milliseconds since 1970. */
export function scrapedAt({ series }: PrometheusFact): number | null {
  const seconds = series.get("node_time_seconds")?.at(-1)?.value;
  return seconds === undefined || !(seconds > 0) ? null : Math.round(seconds * 1000);
}
