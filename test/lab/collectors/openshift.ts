import { entriesOf, NODES, ownLog, type Recipe } from "./recipe.ts";

/** network-tools' `sdn_cluster_and_node_info`, a folder a node; every output with its standard error. */
export const networkTools: Recipe = {
  id: "openshift-network-tools",
  archive: "network-tools.tar.gz",
  entries: NODES.flatMap((node) =>
    entriesOf(`network-tools/nodes/${node}/`, node, {
      "conntrack-l": "conntrack -L 2>&1",
      iptables: "iptables-save 2>&1",
      sysctl: "sysctl -a 2>&1",
      routes: "ip route show 2>&1",
      "ovs-dpctl-dump-dps": "true",
      "tc-qdisc": "tc qdisc show 2>&1",
    }),
  ),
};

const NAMES = {
  entries: "cat /proc/sys/net/netfilter/nf_conntrack_count",
  entries_limit: "cat /proc/sys/net/netfilter/nf_conntrack_max",
  stat_drop: "sum drop",
  stat_early_drop: "sum early_drop",
  stat_insert_failed: "sum insert_failed",
};

/** node_exporter's figures in the form of `promtool tsdb dump-openmetrics`: by series, then by time. */
const metrics = (node: string): string =>
  [
    "sum() { conntrack -S | tr ' ' '\\n' | sed -n \"s/^$1=//p\" | { all=0; while read -r one; do all=$((all + one)); done; echo $all; }; }",
    "now=$(date +%s)",
    ...Object.entries(NAMES).map(([name, command]) => `a_${name}=$(${command})`),
    "sleep 3",
    ...Object.entries(NAMES).map(
      ([name, command]) =>
        `for at in "$a_${name} $now.25" "$(${command}) $((now + 3)).25"; do echo "node_nf_conntrack_${name}{container=\\"kube-rbac-proxy\\",endpoint=\\"https\\",instance=\\"${node}\\",job=\\"node-exporter\\",namespace=\\"openshift-monitoring\\"} $at"; done`,
    ),
  ].join("\n");

const TOP = "must-gather.local.1234567890/quay-io-openshift-release-dev-ocp-v4-0-art-dev/";

/** must-gather with `gather_metrics`: all nodes in one file. */
export const mustGather: Recipe = {
  id: "must-gather",
  archive: "must-gather.tar.gz",
  entries: [
    {
      path: `${TOP}monitoring/metrics/metrics.openmetrics`,
      node: "worker-1",
      command: metrics("worker-1"),
    },
    {
      path: `${TOP}monitoring/metrics/metrics.openmetrics`,
      node: "worker-2",
      command: `${metrics("worker-2")}\necho "# EOF"`,
    },
    ...entriesOf(TOP, "worker-1", {
      version: "printf 'openshift/must-gather\\n4.20.0\\n'",
      "monitoring/metrics/metrics.stderr": "true",
      "host_service_logs/masters/crio_service.log": "true",
      "nodes/worker-1/dmesg": ownLog("dmesg", "worker-1"),
      "nodes/worker-1/proc_cmdline": "true",
    }),
  ],
};
