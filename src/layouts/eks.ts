import { layoutOf } from "./layout.ts";

/**
 * The log collector of Amazon EKS, 0.5 to 0.7: `./networking/conntrack.txt` holds `conntrack -S` and `-L` below
 * each other, `networking/ethtool.txt` every interface. Looked up in awslabs/amazon-eks-ami,
 * `log-collector-script/linux/eks-log-collector.sh` 0.7.9.
 */
export const eks = layoutOf("eks-log-collector", {
  marks:
    /(?:^|\/)(?:networking\/conntrack6?\.txt|sysctls\/sysctl_all\.txt|ipamd\/|var_log\/(?:aws-routed-eni|kube-system_)|kernel\/dmesg\.(?:boot|current|human\.current))/,
  places: [
    /^networking\/(?:conntrack6?|ethtool|ip6?tables-save|ipvsadm)\.txt$/,
    /^sysctls\/sysctl_all\.txt$/,
    [/^kernel\/dmesg\.(?:current|human\.current)$/, "kernel-log"],
    /^kernel\/uname\.txt$/,
    /^var_log\/(?:messages|syslog)$/,
    /^var_log\/(?:[^/]+\/)*[^/]*(?:kube-proxy|coredns)[^?]*\.log$/,
  ],
});
