import { layoutOf } from "./layout.ts";

/**
 * Rancher's v2.x logs collector, for RKE, RKE2, K3s and kubeadm: `systeminfo/conntrack` is `conntrack -S`, and
 * of the table itself there is no list. Names have no ending. Looked up in rancherlabs/support-tools,
 * `collection/rancher/v2.x/logs-collector/rancher2_logs_collector.sh`.
 */
export const rancher = layoutOf("rancher-logs-collector", {
  marks: /(?:^|\/)systeminfo\/(?:sysctla|conntrack|dmesg|freeh|dfh|osrelease|hostnamefqdn)$/,
  places: [
    /^systeminfo\/(?:conntrack|sysctla|uname|uptime)$/,
    [/^systeminfo\/dmesg$/, "kernel-log"],
    [/^systeminfo\/cpuinfo$/, "cpus"],
    [/^systeminfo\/osrelease$/, "os-release"],
    /^networking\/(?:ip6?tablessave|ipvsadm)$/,
    [/^networking\/nft_ruleset$/, "nft-ruleset"],
    /^systemlogs\/(?:kern|messages|syslog|dmesg)[\w.-]*$/,
    /^journald\/kubeproxy$/,
    /^(?:rke|rke2|k3s|kubeadm|k8s)\/(?:containerlogs|podlogs|containers-varlogs)\/[^?]*(?:kube-proxy|coredns)[^/]*$/,
  ],
});
