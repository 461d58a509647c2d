import type { Cause } from "./cause.ts";
import { LARGER_LIMIT } from "./larger-limit.ts";
import {
  DELETE_IDLE,
  KERNEL_SYSCTLS,
  KUBE_PROXY_CONNTRACK,
  kubeProxyConfig,
  lowerTimeout,
} from "./remedies.ts";

/** Timeouts that do not fit the node. */
export const TIMEOUTS: readonly Cause[] = [
  {
    id: "established-timeout-long",
    title: "Idle connections stay for days",
    gate: "exhaustion",
    mechanism:
      "{use.idle-established.entries} open TCP connections have carried no packet for over an hour, and their timeout is {timeout.established} (kube-proxy sets a day by default). A connection that ends unseen, such as one of a crashed client, keeps its entry until then.",
    requires: [["timeout.established", ">", 86_400]],
    weighs: ["use.idle-established.share", ">", 0.2],
    supports: [],
    excludes: [],
    holds: ["use.idle-established.entries"],
    remedies: [
      ...LARGER_LIMIT,
      ...DELETE_IDLE,
      {
        ...lowerTimeout(
          "nf_conntrack_tcp_timeout_established",
          86_400,
          "Cuts connections that are silent for a day.",
        ),
        class: "fix",
      },
      {
        title: "Let kube-proxy set that timeout when it starts",
        class: "prevent",
        commands: [kubeProxyConfig("conntrack:", "  tcpEstablishedTimeout: 24h0m0s")],
        risk: "Every node that shares this configuration gets it when its kube-proxy restarts.",
        undo: "kubectl -n kube-system edit configmap kube-proxy   # conntrack.tcpEstablishedTimeout as it was",
        verify: "sysctl net.netfilter.nf_conntrack_tcp_timeout_established",
        change: null,
        when: [
          ["kubeProxy.running", "=", true],
          ["kubeProxy.minor", ">=", 29],
        ],
      },
      {
        title: "Keep that timeout across restarts of the host, in a sysctl file",
        class: "prevent",
        commands: [
          "echo net.netfilter.nf_conntrack_tcp_timeout_established=86400 > /etc/sysctl.d/91-conntrack-timeouts.conf",
        ],
        risk: "kube-proxy 1.22 to 1.28 writes a timeout only where it is longer than the present one, so its own setting does not lower the kernel's five days.",
        undo: "rm /etc/sysctl.d/91-conntrack-timeouts.conf",
        verify: "sysctl net.netfilter.nf_conntrack_tcp_timeout_established",
        change: null,
        when: [
          ["kubeProxy.minor", ">=", 22],
          ["kubeProxy.minor", "<", 29],
        ],
      },
    ],
    references: [KERNEL_SYSCTLS, KUBE_PROXY_CONNTRACK],
  },
  {
    id: "timeout-raised",
    title: "A raised timeout keeps entries for longer than by default",
    gate: "exhaustion",
    mechanism:
      "{timeout.raised} is above its default of {timeout.raised.default}, under which {timeout.raised.entries} entries ({timeout.raised.share}) would be gone already. The same traffic takes more of the table when each entry waits longer for packets that no longer come.",
    requires: [],
    weighs: ["timeout.raised.share", ">", 0.3],
    supports: [],
    excludes: [],
    holds: ["timeout.raised.entries"],
    names: [{ role: "setting", name: "timeout.raised" }],
    explains: [
      "udp-accumulation",
      "time-wait-churn",
      "retry-storm",
      "icmp-flood",
      "generic-protocol",
      "close-wait-buildup",
      "probe-churn",
      "connection-scan",
      "unacknowledged-tcp",
    ],
    remedies: [
      {
        title: "Set {timeout.raised} back to its default of {timeout.raised.default}",
        class: "fix",
        commands: ["sysctl -w net.netfilter.{timeout.raised:sysctl}={timeout.raised.default:raw}"],
        risk: "Whoever raised it may have had a reason: look for it in the sysctl files first. Entries that exist keep their old timeout until their next packet.",
        change: { resets: "timeout.raised", to: "timeout.raised.default" },
      },
    ],
    references: [KERNEL_SYSCTLS],
  },
];
