import { metricsOf, OF_THE_PROCESS, type PrometheusFact } from "./prometheus.ts";
import { defineSource } from "./source.ts";

const COREDNS = ["coredns_dns_", "coredns_forward_", "coredns_proxy_", "coredns_cache_"];

/**
 * CoreDNS's metrics, from port 9153 of its pod. `coredns_dns_requests_total` and `…_responses_total`
 * since 1.7 (before: `…_request_count_total`, `…_response_rcode_count_total`); parts of
 * `coredns_forward_*` became `coredns_proxy_*` in 1.11.
 */
export const corednsMetrics = defineSource<PrometheusFact>({
  what: "CoreDNS's metrics",
  get: "curl -s http://POD:9153/metrics",
  sensitive: ["addresses", "names"],
  alternatives: [],
  ...metricsOf(
    (name) =>
      COREDNS.some((prefix) => name.startsWith(prefix)) ||
      name === "coredns_build_info" ||
      name === "coredns_panics_total" ||
      OF_THE_PROCESS.has(name),
  ),
});
