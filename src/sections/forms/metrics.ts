import type { SourceName } from "../../parsers/index.ts";
import { RISEN } from "../../parsers/node-metrics.ts";

/** A line of Prometheus's text format, and the heads that show by themselves that it is one. */
export const METRIC_LINE =
  /^(?:# (?:HELP|TYPE|UNIT) [a-zA-Z_:]|# EOF$|[a-zA-Z_:][\w:]{1,254}\w(?:\{[^}]{0,4096}\})? [-+]?(?:\d|\.\d|Inf|NaN))/;
export const METRIC_HEAD =
  /^(?:# (?:HELP|TYPE) [a-zA-Z_:]|(?:kubeproxy|coredns|cilium|node|netdata|process|go|kubernetes|apiserver|rest_client|workqueue)_[\w:]{2,255}(?:\{[^}]{0,4096}\})? [-+]?(?:\d|\.\d|Inf|NaN))/;

/** By the beginning of a metric's name: whose scrape it is. */
export const METRIC_SOURCES: readonly (readonly [string, SourceName])[] = [
  ["kubeproxy_", "kube-proxy-metrics"],
  ["coredns_", "coredns-metrics"],
  ["cilium_", "cilium-metrics"],
  ["node_nf_conntrack_", "node-metrics"],
  [RISEN, "node-metrics"],
];
