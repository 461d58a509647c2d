import { entriesOf, ownLog, type Recipe } from "./recipe.ts";

/** As `eks-log-collector.sh` 0.7.9 names and fills it; its tar is made of `.`. */
export const eks: Recipe = {
  id: "eks-log-collector",
  archive: "eks_i-0123456789abcdef0_2026-11-25_2140-UTC_0.7.9.tar.gz",
  entries: entriesOf("./", "worker-1", {
    "networking/conntrack.txt":
      'echo "*** Output of conntrack -S *** "; conntrack -S; echo "*** Output of conntrack -L ***"; conntrack -L',
    "networking/conntrack6.txt":
      'echo "*** Output of conntrack -L -f ipv6 ***"; conntrack -L -f ipv6',
    "networking/iptables-save.txt": "iptables-save",
    "networking/ip6tables-save.txt": "ip6tables-save",
    "networking/ethtool.txt":
      'for one in cni0 eth0 lo; do echo "Interface $one"; ethtool -S $one 2>&1; printf "\\n\\n"; done',
    "networking/iprule.txt": "ip rule show",
    "networking/iproute.txt": "ip route show table all",
    "networking/ipvsadm.txt": 'echo "ipvsadm not installed"',
    "sysctls/sysctl_all.txt": "sysctl --all",
    "kernel/dmesg.current": ownLog("dmesg", "worker-1"),
    "kernel/dmesg.human.current": ownLog("dmesg --ctime", "worker-1"),
    "kernel/uname.txt": "uname -a",
    "modinfo/ip_vs": "lsmod | grep -e ip_vs -e nf_conntrack",
    "ipamd/metrics.json": "true",
  }),
};
