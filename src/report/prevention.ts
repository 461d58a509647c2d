import type { Test } from "../causes/cause.ts";
import type { SignalName } from "../signals/index.ts";

/** Something to do before it happens (again), filled with this node's own numbers. */
export interface Advice {
  title: string;
  text: string;
  commands: readonly string[];
  /** Given only when this holds, or only when this signal is unknown; always, without. */
  when?: Test;
  unless?: SignalName;
}

export const PREVENTION: readonly Advice[] = [
  {
    title: "Alert before the table is full",
    text: "Warn at 75 % of the limit and page at 90 %. The highest use of this window was {table.utilization.peak}. Alert on early drops as well: they show that the limit was reached and that the kernel made room.",
    commands: [
      "node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.75",
      "rate(node_nf_conntrack_stat_early_drop[5m]) > 0",
    ],
  },
  {
    title: "Size the table for this node",
    text: "For {node.cpus} CPUs and {node.memory} of memory: a limit of {sizing.max} with {sizing.buckets} hash buckets, which takes {sizing.memory} when full. As sysctls:",
    commands: [
      "sysctl -w net.netfilter.nf_conntrack_max={sizing.max:raw}",
      "echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize",
    ],
    when: ["sizing.max", ">", 0],
  },
  {
    title: "Set it where it lasts",
    text: "kube-proxy of this version (1.{kubeProxy.minor}) writes its own limit when it starts, also over a larger one: the sysctl does not survive that, its configuration does.",
    commands: [
      "# KubeProxyConfiguration",
      "conntrack:",
      "  maxPerCore: {sizing.maxPerCore:raw}",
      "  min: 131072",
    ],
    when: ["kubeProxy.minor", ">=", 29],
  },
  {
    title: "Set it where it lasts",
    text: "kube-proxy of this version (1.{kubeProxy.minor}) only raises the limit when it starts: a larger sysctl survives. From 1.29 on it would be undone, so set both.",
    commands: [
      "# KubeProxyConfiguration",
      "conntrack:",
      "  maxPerCore: {sizing.maxPerCore:raw}",
      "  min: 131072",
    ],
    when: ["kubeProxy.minor", "<", 29],
  },
  {
    title: "Set it where it lasts",
    text: "kube-proxy writes its own limit when it starts; from 1.29 on also over a larger one, so that a sysctl file does not survive its restart and its configuration does. This node's version is not in the bundle.",
    commands: [
      "# KubeProxyConfiguration",
      "conntrack:",
      "  maxPerCore: {sizing.maxPerCore:raw}",
      "  min: 131072",
    ],
    unless: "kubeProxy.minor",
  },
  {
    title: "Keep the timeouts of a Kubernetes node",
    text: "tcp_timeout_established of a day instead of the kernel's five, tcp_timeout_close_wait of an hour at most. Shorter ones cut idle connections that do not use TCP keep-alive.",
    commands: [
      "# KubeProxyConfiguration",
      "conntrack:",
      "  tcpEstablishedTimeout: 24h0m0s",
      "  tcpCloseWaitTimeout: 1h0m0s",
    ],
  },
  {
    title: "Let probes reuse connections",
    text: "Each HTTP probe, load-balancer health check and scrape opens a connection and leaves an entry in TIME_WAIT for two minutes. Probe less often, and from fewer places.",
    commands: [
      "conntrack -L -p tcp --state TIME_WAIT | grep -oE 'dport=[0-9]+' | sort | uniq -c | sort -rn | head",
    ],
  },
  {
    title: "Keep NodePort traffic on its node",
    text: "With externalTrafficPolicy: Cluster a NodePort connection may pass through two nodes and take an entry on each. Local takes one, and keeps the client's address; it needs a load balancer that knows which nodes have endpoints.",
    commands: [
      "kubectl get services -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,TYPE:.spec.type,POLICY:.spec.externalTrafficPolicy",
    ],
  },
];
