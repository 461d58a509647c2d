import type { Cause } from "./cause.ts";
import { KUBE_PROXY_CONNTRACK } from "./remedies.ts";

/** Endpoints that are gone, and faults of kube-proxy, which go on sending traffic to them. */
export const KUBE_PROXY: readonly Cause[] = [
  {
    id: "stale-endpoints",
    title: "Entries still lead to removed endpoints",
    gate: "exhaustion",
    mechanism:
      "{use.stale-endpoint.entries} entries lead to endpoints that their Service no longer has [?, mostly of {use.stale-endpoint.topDestination}?][?, to {use.stale-endpoint.topEndpoint}?]. kube-proxy never removes TCP entries, so these stay until their timeout, and clients with open connections may wait for a pod that is gone.",
    requires: [],
    weighs: ["use.stale-endpoint.share", ">", 0.1],
    supports: [],
    excludes: [],
    holds: ["use.stale-endpoint.entries"],
    remedies: [
      {
        title: "Delete the entries of the removed endpoint {use.stale-endpoint.topEndpoint}",
        class: "fix",
        commands: [
          "conntrack -D -r {use.stale-endpoint.topEndpoint:address}   # -r: with a Service, -d is the ClusterIP and would miss them",
        ],
        risk: "Cuts every connection through this node to that address, also of a new pod that has taken it since. A restart of kube-proxy would clear UDP entries only.",
        change: { avoids: ["stale-endpoint"] },
      },
    ],
    references: ["kubernetes: issues 100698 and 101607", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "proxy-sync-stalled",
    title: "Changes of endpoints do not reach this node's rules",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "kube-proxy has {kubeProxy.pending:counted} of endpoints or Services waiting, for {kubeProxy.overdue} without a successful sync. Until it syncs, this node may send connections to pods that are gone, and each attempt takes an entry.",
    requires: [
      ["kubeProxy.pending", ">", 0],
      ["kubeProxy.overdue", ">", 5],
    ],
    supports: [
      ["kubeProxy.syncFailures", ">", 0],
      ["kubeProxy.unhealthy", "=", true],
      ["kubeProxy.overdue", ">", 60],
    ],
    excludes: [],
    holds: ["endpoints.silent.entries"],
    explains: ["retry-storm", "stale-endpoints", "proxy-mode-scaling"],
    remedies: [
      {
        title: "Read why the syncs fail, then restart kube-proxy on this node",
        class: "fix",
        commands: [
          "kubectl -n kube-system logs -l k8s-app=kube-proxy --field-selector spec.nodeName=$(hostname) --tail=50",
          "kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=$(hostname)",
        ],
        risk: "The rules stay in force while it restarts. A restart clears UDP entries of removed endpoints, not TCP ones.",
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
    title: "Too many Services for kube-proxy's iptables mode",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "99 % of kube-proxy's syncs take up to {kubeProxy.syncP99} (iptables rules: {kubeProxy.rules}). For that long after a rollout this node may send connections to pods that are gone, which adds retries and leftover entries.",
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
        class: "fix",
        commands: ["# in kube-proxy's configuration: mode: nftables"],
        risk: "Rules of other programs that rely on kube-proxy's iptables chains no longer take effect: try it on one node first.",
        change: null,
      },
    ],
    references: ["kubernetes: pkg/proxy/nftables/README.md"],
  },
];
