import type { SourceName } from "../../parsers/index.ts";
import { RISEN } from "../../parsers/node-metrics.ts";

/** Labels in their braces; a value may hold braces of its own. */
const LABELS = '(?:\\{(?:[^}"]|"(?:[^"\\\\]|\\\\.){0,1024}"){0,4096}\\})?';
const VALUE = "[-+]?(?:\\d|\\.\\d|Inf|NaN)";
/** A line of Prometheus's text format, and the heads that show by themselves that it is one. */
export const METRIC_LINE = new RegExp(
  `^(?:# (?:HELP|TYPE|UNIT) [a-zA-Z_:]|# EOF$|[a-zA-Z_:][\\w:]{1,254}\\w${LABELS} ${VALUE})`,
);
export const METRIC_HEAD = new RegExp(
  `^(?:# (?:HELP|TYPE) [a-zA-Z_:]|(?:kubeproxy|coredns|cilium|node|netdata|process|go|kubernetes|apiserver|rest_client|workqueue)_[\\w:]{2,255}${LABELS} ${VALUE})`,
);

/** By the beginning of a metric's name: whose scrape it is. */
export const METRIC_SOURCES: readonly (readonly [string, SourceName])[] = [
  ["kubeproxy_", "kube-proxy-metrics"],
  ["coredns_", "coredns-metrics"],
  ["cilium_", "cilium-metrics"],
  ["node_nf_conntrack_", "node-metrics"],
  ["node_ethtool_", "ethtool"],
  [RISEN, "node-metrics"],
];
