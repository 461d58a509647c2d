import { layoutOf } from "./layout.ts";

/**
 * OpenShift's network-tools (`sdn_cluster_and_node_info`) and must-gather, 4.x: a folder `nodes/<node>/` each,
 * and with `gather_metrics` all nodes' figures in one file. Looked up in openshift/network-tools,
 * `debug-scripts/test-networking/sdn_cluster_and_node_info`, and openshift/must-gather,
 * `collection-scripts/{gather_metrics,monitoring_common.sh,gather_ppc_single_node,gather_service_logs}`.
 */
export const openshift = layoutOf("must-gather", {
  marks:
    /(?:^|\/)(?:nodes\/[^/]+\/(?:ovs-dpctl-[\w-]+|conntrack-l|proc_cmdline|sysinfo\.(?:log|tgz))$|monitoring\/metrics\/metrics\.openmetrics|host_service_logs\/)/,
  places: [
    /^nodes\/[^/]+\/(?:ovs-dpctl-dump-conntrack|conntrack-l|iptables|sysctl)$/,
    [/^nodes\/[^/]+\/dmesg$/, "kernel-log"],
    /^monitoring\/metrics\/metrics\.openmetrics$/,
  ],
  beside:
    /^(?!(?:[^?]*\/)?(?:namespaces|cluster-scoped-resources|audit_logs|etcd_info|insights-data|static-pods|image-registry)\/)/,
  owners: [/^nodes\/(?<node>[^/]+)\//],
});
