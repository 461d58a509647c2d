import { layoutOf } from "./layout.ts";

/** `retina capture`: copies of /proc/net and /proc/sys/net, and outputs of tools. */
export const retina = layoutOf("retina", /(?:^|\/)proc-(?:net|sys-net)\//, [
  /(?:^|\/)proc-net\/(?:nf_conntrack|stat\/nf_conntrack|netstat|snmp6?|sockstat6?|dev|softnet_stat)$/,
  /(?:^|\/)proc-sys-net\/(?:netfilter\/nf_conntrack_\w+|nf_conntrack_max)$/,
  /(?:^|\/)(?:iptables-rules|ip-resources|socket-stats|network-stats|conntrack)[\w.-]*$/,
]);

/** `calicoctl cluster diags`. */
export const calico = layoutOf(
  "calicoctl-diags",
  /(?:^|\/)calico-diagnostics\/|(?:^|\/)conntrack-list\.txt$|(?:^|\/)bpf-conntrack/,
  [
    /(?:^|\/)(?:conntrack-list|iptables-save[\w-]*|ipset-list|ip-?tables[\w-]*|nft[\w-]*|sysctl[\w-]*|dmesg|netstat[\w-]*|bpf-conntrack)(?:\.txt|\.json)?$/,
    /(?:^|\/)kube-proxy[^/]*\.log$/,
  ],
);

/** OpenShift's network-tools and must-gather with its metrics. */
export const openshift = layoutOf(
  "must-gather",
  /(?:^|\/)(?:ovs-dpctl-dump-conntrack|conntrack-l)(?:\.txt)?$|(?:^|\/)monitoring\/metrics\/metrics\.openmetrics|(?:^|\/)host_service_logs\//,
  [
    /(?:^|\/)(?:ovs-dpctl-dump-conntrack|conntrack-l|conntrack-S|iptables-save|sysctl-a|dmesg)(?:\.txt)?$/,
    /(?:^|\/)monitoring\/metrics\/metrics\.openmetrics(?:\.gz)?$/,
    /(?:^|\/)host_service_logs\/[^?]*kubelet_service\.log$|(?:^|\/)sysinfo\.(?:log|txt)$/,
  ],
);

/** `cilium sysdump`. */
export const ciliumSysdump = layoutOf(
  "cilium-sysdump",
  /(?:^|\/)cilium-bugtool-|(?:^|\/)cilium-sysdump-|(?:^|\/)cilium-configmap-/,
  [
    /(?:^|\/)cmd\/(?:cilium(?:-dbg)?[-_](?:bpf[-_]ct[-_]list[-_]global|metrics[-_]list)|dmesg|sysctl|iptables-save|ip6tables-save|nft)[^/]*$/,
    /(?:^|\/)cilium-bugtool-[^?]*\/(?:conf|cmd)\/[^/]*(?:conntrack|sysctl|dmesg|iptables|bpf-ct)[^/]*$/,
  ],
);

/** Rancher's log collectors for its own clusters, RKE2 and K3s. */
export const rancher = layoutOf(
  "rancher-logs-collector",
  /(?:^|\/)systeminfo\/(?:sysctla|conntrack|dmesg|cpuinfo|free|hostname)$/,
  [
    /(?:^|\/)systeminfo\/(?:conntrack|sysctla|dmesg|uname|uptime|hostname|cpuinfo|meminfo|free|osrelease|os-release|lsmod|ps)$/,
    /(?:^|\/)networking\/(?:iptablessave|ip6tablessave|iptables[\w-]*|ssanp|ssitan|ssuapn|sswapn|ethtool[\w-]*|nft_ruleset|netstat|ipvs\w*)$/,
    /(?:^|\/)(?:systemlogs|journald)\/(?:kern\.log|messages|syslog|dmesg)[\w.-]*$/,
    /(?:^|\/)(?:k8s\/)?(?:containerlogs|podlogs)\/[^?]*kube-proxy[^/]*$/,
  ],
);

/** A flare of the Datadog agent: its dump holds at most 3,000 translated connections. */
export const datadog = layoutOf(
  "datadog-flare",
  /(?:^|\/)system-probe\/conntrack_(?:host|cached)\.log$|(?:^|\/)conntrack_(?:host|cached)\.log$/,
  [/(?:^|\/)conntrack_host\.log$/, /(?:^|\/)dmesg\.log$/],
);
