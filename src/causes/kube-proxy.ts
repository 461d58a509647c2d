import type { Cause } from "./cause.ts";
import { KUBE_PROXY_CONNTRACK } from "./remedies.ts";

/** Endpoints that are gone, and faults of kube-proxy, which go on sending traffic to them. */
export const KUBE_PROXY: readonly Cause[] = [
  {
    id: "stale-endpoints",
    title: "Entries still lead to pods that are gone",
    gate: "exhaustion",
    mechanism:
      "{use.stale-endpoint.entries} entries lead to endpoints that their Service no longer has, the largest group from {use.stale-endpoint.topDestination} to {use.stale-endpoint.topEndpoint}. kube-proxy never removes TCP entries, so they stay until their timeout, and clients with open connections talk to nobody.",
    requires: [["use.stale-endpoint.share", ">", 0.1]],
    supports: [],
    excludes: [],
    holds: ["use.stale-endpoint.entries"],
    remedies: [
      {
        title: "Delete the entries of the removed endpoint {use.stale-endpoint.topEndpoint}",
        commands: [
          "conntrack -D -r {use.stale-endpoint.topEndpoint:address}   # -r: with a Service, -d is the ClusterIP and would miss them",
        ],
        risk: "Open connections to that address break, which they are already. A restart of kube-proxy would clear UDP entries only.",
        change: { avoids: ["stale-endpoint"] },
      },
    ],
    references: ["kubernetes: issues 100698 and 101607", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "proxy-sync-stalled",
    title: "kube-proxy no longer brings changes into the node's rules",
    gate: "none",
    mechanism:
      "{kubeProxy.pending} endpoint or Service changes have waited for {kubeProxy.overdue} without a successful sync. The node goes on sending connections to pods that are gone, and each attempt takes an entry.",
    requires: [
      ["kubeProxy.pending", ">", 0],
      ["kubeProxy.overdue", ">", 5],
    ],
    supports: [
      ["kubeProxy.syncFailures", ">", 0],
      ["kubeProxy.healthz", "=", 503],
      ["kubeProxy.overdue", ">", 60],
    ],
    excludes: [],
    holds: ["endpoints.silent.entries"],
    explains: ["retry-storm", "stale-endpoints", "proxy-mode-scaling"],
    remedies: [
      {
        title: "Read why the syncs fail, then restart kube-proxy on this node",
        commands: [
          "kubectl -n kube-system logs -l k8s-app=kube-proxy --field-selector spec.nodeName=$(hostname) --tail=50",
          "kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=$(hostname)",
        ],
        risk: "The rules stay in force while it restarts. It clears UDP entries of removed endpoints, not TCP ones.",
        change: { avoids: ["unanswered-syn"] },
      },
    ],
    references: [
      "kubernetes: pkg/proxy/iptables/proxier.go",
      "kubernetes: pkg/proxy/healthcheck/proxy_health.go",
    ],
  },
  {
    id: "proxy-mode-scaling",
    title: "kube-proxy's iptables mode is too slow for this number of Services",
    gate: "none",
    mechanism:
      "A sync of kube-proxy takes up to {kubeProxy.syncP99} with {kubeProxy.rules} rules. For that long after each rollout the node still sends connections to pods that are gone, which makes other faults worse.",
    requires: [
      ["kubeProxy.mode", "=", "iptables"],
      ["kubeProxy.syncP99", ">", 10],
    ],
    supports: [
      ["kubeProxy.rules", ">", 5000],
      ["kubeProxy.syncFailures", ">", 0],
    ],
    excludes: [],
    holds: ["endpoints.silent.entries"],
    explains: ["retry-storm", "stale-endpoints"],
    remedies: [
      {
        title: "Move kube-proxy to nftables mode (Linux 5.13 or later)",
        commands: ["# in kube-proxy's configuration: mode: nftables"],
        risk: "Rules of other programs that hook into kube-proxy's iptables chains no longer take effect; try it on one node first.",
        change: null,
      },
    ],
    references: ["kubernetes: pkg/proxy/nftables/README.md"],
  },
];
