import type { Cause } from "./cause.ts";
import { KUBE_PROXY_CONNTRACK, kubeProxyConfig } from "./remedies.ts";

/** Endpoints that are gone, and faults of kube-proxy, which go on sending traffic to them. */
export const KUBE_PROXY: readonly Cause[] = [
  {
    id: "stale-endpoints",
    title: "Entries still lead to endpoints that the rules no longer have",
    gate: "exhaustion",
    mechanism:
      "{use.stale-endpoint.entries} entries, silent for over a minute, lead to endpoints that no rule of their Service names any more[?, mostly of {use.stale-endpoint.topDestination}?][?, to {use.stale-endpoint.topEndpoint}?]. TCP entries are not removed with an endpoint, so they stay until their timeout, and their clients may wait for a server that is gone.",
    requires: [],
    weighs: ["use.stale-endpoint.share", ">", 0.1],
    supports: [],
    excludes: [["kubeProxy.leftoverRules", "=", true]],
    holds: ["use.stale-endpoint.entries"],
    remedies: [
      {
        title: "Delete the entries of these endpoints, once their servers are known to be gone",
        class: "now",
        commands: [
          "conntrack -D -p {stale.paths:protocol} --orig-dst {stale.paths:orig-dst} --orig-port-dst {stale.paths:orig-port} --reply-src {stale.paths:reply-src} --reply-port-src {stale.paths:reply-port}",
        ],
        risk: "A server that is ending, or only not ready, may still serve its open connections: these would be cut. A restart of kube-proxy clears no TCP entry, and not every UDP one.",
        verify: "conntrack -L -p {stale.paths:protocol} -r {stale.paths:reply-src} | wc -l",
        change: { frees: "use.stale-endpoint.entries" },
      },
    ],
    references: ["kubernetes: issues 100698 and 101607", KUBE_PROXY_CONNTRACK],
  },
  {
    id: "proxy-sync-stalled",
    title: "Endpoint changes do not reach this node's rules",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "Services or endpoints have changed, and kube-proxy has not synced since[?: its last successful sync is {kubeProxy.syncAge} old?][? ({kubeProxy.failures:counted} so far)?]. Until it syncs, this node may send connections to pods that are gone, and each attempt takes an entry.",
    requires: [
      {
        any: [
          ["kubeProxy.overdue", ">", 5],
          // each new change moves the time of queueing: one scrape cannot tell for how long the first waits
          ["kubeProxy.stalledFor", ">", 300],
        ],
      },
      // a sync that fails has taken the changes over: none is pending then
      {
        any: [
          ["kubeProxy.overdue", ">", 60],
          ["kubeProxy.unhealthy", "=", true],
          ["kubeProxy.syncFailures", ">", 0],
          ["kubeProxy.pending", ">", 0],
        ],
      },
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
        title: "Find out why the syncs fail, then restart kube-proxy on this node",
        class: "fix",
        commands: [
          "kubectl -n kube-system get pods -l k8s-app=kube-proxy --field-selector spec.nodeName=NODE -o name   # NODE as kubectl get nodes has it",
          "kubectl -n kube-system logs POD --tail=50",
          "kubectl -n kube-system delete POD",
        ],
        risk: "The rules stay in effect while it restarts, and what makes the syncs fail may stay too: a lock of iptables, in its legacy form, that another program holds. A start of kube-proxy 1.28 or 1.31 clears the UDP entries of each Service with endpoints, live ones as well; 1.37 those of removed endpoints only.",
        change: { avoids: ["unanswered-syn"] },
      },
    ],
    references: [
      "kubernetes: pkg/proxy/iptables/proxier.go",
      "kubernetes: pkg/proxy/healthcheck/proxy_health.go",
    ],
  },
  {
    id: "proxy-not-told",
    title: "The API server does not answer this node's kube-proxy",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "The API server did not answer {kubeProxy.apiErrors:counted} from kube-proxy, which then learns of no changes, while its own health and sync times look normal. Meanwhile this node may send connections to pods that are gone, and each attempt takes an entry.",
    requires: [
      ["kubeProxy.apiErrors", ">", 0],
      ["kubeProxy.apiAnswers", "=", 0],
    ],
    supports: [["kubeProxy.apiErrors", ">", 1]],
    excludes: [],
    holds: ["endpoints.silent.entries"],
    explains: ["retry-storm", "stale-endpoints"],
    remedies: [
      {
        title: "Find out why this node cannot reach its API server",
        class: "fix",
        commands: [
          "kubectl get --raw /readyz   # from elsewhere",
          "curl -sk -m 5 https://ADDRESS:6443/readyz   # from this node: ADDRESS is the host label of rest_client_requests_total",
          "crictl logs --tail=50 $(crictl ps -q --name kube-proxy)",
        ],
        risk: "None: this only reads. Do not restart kube-proxy meanwhile: the rules would stay as they are, and the new one syncs nothing until the API server answers it.",
        verify: "curl -s http://127.0.0.1:10249/metrics | grep rest_client_requests_total",
        change: null,
      },
    ],
    references: ["kubernetes: client-go/tools/cache/reflector.go"],
  },
  {
    id: "proxy-mode-scaling",
    title: "Too many Services for kube-proxy's iptables mode",
    gate: "none",
    hosts: ["kubernetes"],
    mechanism:
      "99 % of kube-proxy's syncs after a change take up to {kubeProxy.syncP99} (iptables rules: {kubeProxy.rules}). For that long after a rollout this node may send connections to pods that are gone, which adds retries and stale entries.",
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
        commands: [kubeProxyConfig("mode: nftables")],
        risk: "Rules of other programs that rely on kube-proxy's iptables chains no longer take effect, and NodePorts no longer answer at 127.0.0.1. The mode is beta from 1.31 on and stable from 1.33 on: try it on one node first.",
        undo: "kubectl -n kube-system edit configmap kube-proxy   # mode: iptables, then restart kube-proxy",
        change: null,
        when: [["kubeProxy.minor", ">=", 31]],
      },
      {
        title: "Move to kube-proxy 1.33 or later, whose nftables mode is stable",
        class: "fix",
        commands: ["# KubeProxyConfiguration, from 1.33 on\nmode: nftables"],
        risk: "That mode is new in 1.29 and beta from 1.31 on. It needs Linux 5.13 or later, and NodePorts no longer answer at 127.0.0.1.",
        undo: "kubectl -n kube-system edit configmap kube-proxy   # mode: iptables, then restart kube-proxy",
        change: null,
        when: [["kubeProxy.minor", "<", 31]],
      },
      {
        title: "Move kube-proxy to nftables mode, if it is 1.31 or later",
        class: "fix",
        commands: [kubeProxyConfig("mode: nftables")],
        risk: "Rules of other programs that rely on kube-proxy's iptables chains no longer take effect, and NodePorts no longer answer at 127.0.0.1. The mode is beta from 1.31 on and stable from 1.33 on: try it on one node first.",
        undo: "kubectl -n kube-system edit configmap kube-proxy   # mode: iptables, then restart kube-proxy",
        change: null,
        unless: "kubeProxy.minor",
      },
    ],
    references: ["kubernetes: pkg/proxy/nftables/README.md"],
  },
];
