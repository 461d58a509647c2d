import { layoutOf } from "./layout.ts";

/** The log collector of Amazon EKS (`eks-log-collector.sh`). */
export const eks = layoutOf(
  "eks-log-collector",
  /(?:^|\/)(?:networking\/conntrack6\.txt|sysctls\/sysctl_all\.txt|ipamd\/|var_log\/(?:aws-routed-eni|kube-system_)|kernel\/dmesg\.(?:boot|current|human\.current))/,
  [
    /(?:^|\/)networking\/(?:conntrack6?|ethtool|iptables(?:-\w+)?|ip6tables(?:-\w+)?|iptables-save|ipvsadm|netstat|ifconfig|sockstat)\.txt$/,
    /(?:^|\/)sysctls\/sysctl_all\.txt$/,
    /(?:^|\/)kernel\/(?:dmesg\.\w[\w.]*|uname\.txt|modinfo\.txt)$/,
    /(?:^|\/)system\/(?:instance-id|cpuinfo|meminfo|uptime|os-release|nproc|lscpu)[\w.]*$/,
    /(?:^|\/)var_log\/(?:messages|syslog|kern\.log|kube-system_kube-proxy|kube-system_coredns)/,
    /(?:^|\/)ipamd\/metrics\.json$/,
  ],
);
