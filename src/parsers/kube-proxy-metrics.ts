import { metricsOf, OF_THE_PROCESS, type PrometheusFact } from "./prometheus.ts";
import { defineSource } from "./source.ts";

/**
 * kube-proxy's own metrics, from 127.0.0.1:10249. Since 1.33 most carry `ip_family`; very old ones
 * count in `…_latency_microseconds`. `…_reconciler_…` since 1.33, `…_ct_state_invalid_…` since 1.31. What it asks
 * of the API server is in `rest_client_requests_total`, with the code `<error>` where nothing answered.
 */
export const kubeProxyMetrics = defineSource<PrometheusFact>({
  what: "kube-proxy's metrics",
  get: "curl -s http://127.0.0.1:10249/metrics",
  sensitive: ["addresses"],
  alternatives: [],
  wanted: true,
  ...metricsOf(
    (name) =>
      name.startsWith("kubeproxy_") ||
      name === "kubernetes_build_info" ||
      name === "rest_client_requests_total" ||
      OF_THE_PROCESS.has(name),
  ),
});
