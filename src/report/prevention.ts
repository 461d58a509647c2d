import type { Test } from "../causes/cause.ts";
import { kubeProxyConfig } from "../causes/remedies.ts";
import type { SignalName } from "../signals/index.ts";

/** Something to do before it happens (again), filled with this node's own numbers. */
export interface Advice {
  title: string;
  text: string;
  commands: readonly string[];
  /** Given only when these hold, or only when this signal is unknown. */
  when?: readonly Test[];
  unless?: SignalName;
  /** Given on a healthy host as well. */
  always?: true;
}

const ON_KUBERNETES: Test = ["host.kind", "=", "kubernetes"];
/** kube-proxy runs here, and its configuration lets it set the limit. */
const BY_KUBE_PROXY: Test = ["limit.keeper", "=", "kube-proxy"];
const WITH_MIN: readonly Test[] = [
  BY_KUBE_PROXY,
  ["sizing.max", ">", 0],
  ["limit.minCounts", "=", true],
];

/** kube-proxy's configuration is that of all nodes, so a value by CPU made for one is wrong for another. */
const IN_KUBE_PROXY = [kubeProxyConfig("conntrack:", "  min: {sizing.max:raw}")];
const EVERY_NODE =
  "Every node with this configuration gets at least min, and maxPerCore times its own CPUs if that is more; with maxPerCore: 0 kube-proxy leaves the limit alone.";
const TIMEOUTS_OF_KUBE_PROXY = [
  kubeProxyConfig(
    "conntrack:",
    "  tcpEstablishedTimeout: 24h0m0s",
    "  tcpCloseWaitTimeout: 1h0m0s",
  ),
];
const SHORTER =
  "Shorter ones cut idle connections, unless TCP keep-alive is set to send sooner; by default it waits two hours.";

export const PREVENTION: readonly Advice[] = [
  {
    title: "Alert before the table is full",
    text: "Warn at 75 % of the limit and page at 90 % (highest use within this window: {table.utilization.peak}). Alert on early drops as well: they show that the limit was reached and the kernel evicted entries to make room.",
    commands: [
      "node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.75",
      "rate(node_nf_conntrack_stat_early_drop[5m]) > 0",
    ],
    always: true,
  },
  {
    title: "Size the table for this host",
    text: "For {node.cpus:counted} and {node.memory} of memory: a limit of {sizing.max:counted} with {sizing.buckets:counted} of its hash table, which takes {sizing.memory} when full.",
    commands: [
      "sysctl -w net.netfilter.nf_conntrack_max={sizing.max:raw}",
      "echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize",
    ],
    when: [["sizing.max", ">", 0]],
  },
  {
    title: "Set it where it lasts",
    text: `This kube-proxy is 1.{kubeProxy.minor}. Releases from 1.29 to 1.36 write their own limit when they start, even over a larger one, so set the limit in kube-proxy's configuration, not in a sysctl file. ${EVERY_NODE}`,
    commands: IN_KUBE_PROXY,
    when: [...WITH_MIN, ["kubeProxy.keepsLarger", "=", false]],
  },
  {
    title: "Set it where it lasts",
    text: `This kube-proxy, 1.{kubeProxy.minor}, only raises the limit when it starts, so a larger one of a sysctl file lasts. Releases from 1.29 to 1.36 would undo it, so set the limit in both places. ${EVERY_NODE}`,
    commands: IN_KUBE_PROXY,
    when: [...WITH_MIN, ["kubeProxy.keepsLarger", "=", true]],
  },
  {
    title: "Set it where it lasts",
    text: `Nothing tells whether this kube-proxy leaves a larger limit alone: releases from 1.29 to 1.36 write their own when they start. So set the limit in kube-proxy's configuration, not only in a sysctl file. ${EVERY_NODE}`,
    commands: IN_KUBE_PROXY,
    when: WITH_MIN,
    unless: "kubeProxy.keepsLarger",
  },
  {
    title: "Keep the timeouts that kube-proxy sets",
    text: `kube-proxy sets nf_conntrack_tcp_timeout_established to a day and nf_conntrack_tcp_timeout_close_wait to an hour when it starts, over a shorter one of a sysctl file, so change them in its configuration. ${SHORTER}`,
    commands: TIMEOUTS_OF_KUBE_PROXY,
    when: [
      ["kubeProxy.running", "=", true],
      ["kubeProxy.minor", ">=", 29],
    ],
  },
  {
    title: "Set the timeouts in a sysctl file",
    text: `This kube-proxy, 1.{kubeProxy.minor}, writes a timeout only where it is longer than the present one, so its own day does not replace the kernel's five days. ${SHORTER}`,
    commands: [
      "echo net.netfilter.nf_conntrack_tcp_timeout_established=86400 > /etc/sysctl.d/91-conntrack-timeouts.conf",
      "sysctl -p /etc/sysctl.d/91-conntrack-timeouts.conf",
    ],
    when: [
      ["kubeProxy.running", "=", true],
      ["kubeProxy.minor", ">=", 22],
      ["kubeProxy.minor", "<", 29],
      ["timeout.established", ">", 86_400],
    ],
  },
  {
    title: "Check whether a restart clears what an endpoint left",
    text: "kube-proxy 1.32 to 1.36 removes UDP entries of former endpoints by itself, but passes over a Service that has no endpoints left: a restart does not clear these. TCP entries it never removes.",
    commands: ["conntrack -L -p udp | grep UNREPLIED | head"],
    when: [
      ["kubeProxy.minor", ">=", 32],
      ["kubeProxy.minor", "<", 37],
      ["use.stale-endpoint.entries", ">", 0],
    ],
  },
  {
    title: "Check whether a restart clears what an endpoint left",
    text: "kube-proxy 1.37 removes UDP entries of former endpoints by itself, but none of a Service that was deleted, nor by the NodePort of one that has no endpoints left: a restart does not clear these. TCP entries it never removes.",
    commands: ["conntrack -L -p udp | grep UNREPLIED | head"],
    when: [
      ["kubeProxy.minor", ">=", 37],
      ["use.stale-endpoint.entries", ">", 0],
    ],
  },
  {
    title: "Probe less often, from fewer places",
    text: "A health check or scrape that opens a connection each time leaves an entry each time, for two minutes by default. Let load balancers and scrapers keep their connections open where they can.",
    commands: [
      "conntrack -L -p tcp --state TIME_WAIT | sed 's/^[^=]*=[^ ]* //' | cut -d' ' -f3 | sort | uniq -c | sort -rn | head",
    ],
    when: [["use.time-wait.share", ">", 0.1]],
  },
  {
    title: "Keep NodePort traffic on its node",
    text: "With externalTrafficPolicy: Cluster, a NodePort connection may pass through two nodes and take an entry on each. With Local it takes one and keeps the client's address, but the load balancer must know which nodes have endpoints.",
    commands: [
      "kubectl get services -A -o custom-columns=NS:.metadata.namespace,NAME:.metadata.name,TYPE:.spec.type,POLICY:.spec.externalTrafficPolicy",
    ],
    when: [ON_KUBERNETES],
  },
];
