import type { Remedy, Test } from "./cause.ts";
import { kubeProxyConfig } from "./remedies.ts";

/** The larger limit on this host, now. It is undone by a restart, and on a Kubernetes node by kube-proxy's. */
export const raiseLimit: Remedy = {
  title: "Raise the limit to {sizing.max:counted}, and the hash buckets with it",
  class: "now",
  commands: [
    "sysctl -w net.netfilter.nf_conntrack_max={sizing.max:raw}",
    "echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize",
  ],
  risk: "A full table of that size takes {sizing.memory} of kernel memory. The limit holds for each network namespace of the host.",
  change: { limit: "sizing.max" },
};

const BY_KUBE_PROXY: Test = ["limit.keeper", "=", "kube-proxy"];

/** Where a node with kube-proxy takes its limit from; the same configuration goes to every node. */
const keepInKubeProxy: Remedy = {
  title: "Let kube-proxy set that limit when it starts",
  class: "prevent",
  commands: [kubeProxyConfig("conntrack:", "  min: {sizing.max:raw}")],
  risk: "Every node that shares this configuration gets at least this limit when its kube-proxy restarts. maxPerCore multiplies by the CPUs of each node, so a value made for this node is wrong for a larger one.",
  undo: "kubectl -n kube-system edit configmap kube-proxy   # conntrack.min as it was[?: {limit.kubeProxyMin:raw}?]",
  change: { limit: "sizing.max" },
  when: [BY_KUBE_PROXY, ["limit.minCounts", "=", true]],
};

/** From 1.36 on kube-proxy sets at most 1,048,576 where its maxPerCore comes to more, whatever its min. */
const keepBesideKubeProxy: Remedy = {
  title: "Keep kube-proxy from setting the limit, and set it in a sysctl file",
  class: "prevent",
  commands: [
    kubeProxyConfig("conntrack:", "  maxPerCore: 0"),
    "echo net.netfilter.nf_conntrack_max={sizing.max:raw} > /etc/sysctl.d/90-conntrack.conf",
  ],
  risk: "This version of kube-proxy sets at most 1,048,576 on this host, whatever its min is. With maxPerCore: 0 it leaves the limit alone on every node that shares its configuration, so each of them needs such a file.",
  undo: "rm /etc/sysctl.d/90-conntrack.conf",
  change: { limit: "sizing.max" },
  when: [BY_KUBE_PROXY, ["limit.minCounts", "=", false]],
};

const keepInSysctl: Remedy = {
  title: "Keep that limit across restarts of the host",
  class: "prevent",
  commands: [
    "echo net.netfilter.nf_conntrack_max={sizing.max:raw} > /etc/sysctl.d/90-conntrack.conf",
    "echo options nf_conntrack hashsize={sizing.buckets:raw} > /etc/modprobe.d/conntrack.conf",
    "echo nf_conntrack > /etc/modules-load.d/conntrack.conf",
  ],
  risk: "A sysctl file is read once at boot: the module must be loaded by then, or the value is not set.",
  undo: "rm /etc/sysctl.d/90-conntrack.conf /etc/modprobe.d/conntrack.conf /etc/modules-load.d/conntrack.conf",
  change: { limit: "sizing.max" },
  when: [["limit.keeper", "=", "sysctl"]],
  unless: "limit.laterFile",
};

/** Where a file that is read later than one of ours names a limit, it is that file which lasts. */
const keepInItsFile: Remedy = {
  title:
    "Keep that limit across restarts of the host, in the file that is read last: {limit.laterFile}",
  class: "prevent",
  commands: [
    "sed -i 's/^\\(.*nf_conntrack_max *= *\\).*/\\1{sizing.max:raw}/' {limit.laterFile:file}",
    "echo options nf_conntrack hashsize={sizing.buckets:raw} > /etc/modprobe.d/conntrack.conf",
    "echo nf_conntrack > /etc/modules-load.d/conntrack.conf",
  ],
  risk: "A sysctl file is read once at boot: the module must be loaded by then, or the value is not set. What wrote that file, such as a configuration management, may write it again.",
  undo: "sed -i 's/^\\(.*nf_conntrack_max *= *\\).*/\\1{limit.configured:raw}/' {limit.laterFile:file}; rm /etc/modprobe.d/conntrack.conf /etc/modules-load.d/conntrack.conf",
  verify: "grep -H nf_conntrack_max {limit.laterFile:file}",
  change: { limit: "sizing.max" },
  when: [["limit.keeper", "=", "sysctl"]],
};

/** The same on a host whose CPUs and memory are not told: no more than the table needs. */
export const raiseToNeed: Remedy = {
  title: "Raise the limit to {sizing.needed:counted}",
  class: "now",
  commands: ["free -m", "sysctl -w net.netfilter.nf_conntrack_max={sizing.needed:raw}"],
  risk: "A full table of that size takes {sizing.neededMemory} of kernel memory: check first that the host can spare it.",
  change: { limit: "sizing.needed" },
  unless: "sizing.max",
};

/** The larger limit, now and so that it lasts on this kind of host. */
export const LARGER_LIMIT: readonly Remedy[] = [
  raiseLimit,
  raiseToNeed,
  keepInKubeProxy,
  keepBesideKubeProxy,
  keepInSysctl,
  keepInItsFile,
];
