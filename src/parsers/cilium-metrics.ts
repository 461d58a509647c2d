import { metricsOf, type PrometheusFact } from "./prometheus.ts";
import { defineSource } from "./source.ts";

/** The Cilium agent's metrics, from 127.0.0.1:9962: how full its own connection-tracking maps are. */
export const ciliumMetrics = defineSource<PrometheusFact>({
  what: "the Cilium agent's metrics",
  get: "curl -s http://127.0.0.1:9962/metrics",
  sensitive: ["addresses", "names"],
  alternatives: [],
  ...metricsOf((name) => name === "cilium_bpf_map_pressure" || name === "cilium_drop_count_total"),
});
